import type { Network } from '../nn/network.js';
import type { Architecture, Limits } from './architecture.js';
import { LayerEmitter } from './compile/emit-layer.js';
import { emitMove } from './compile/emit-save.js';
import { fuse } from './compile/fuse.js';
import { BankHistory, Ddr, DdrRows } from './compile/memory.js';
import type { DpuLayer, Operation, Part, Storage } from './compile/operations.js';
import { partition } from './compile/operations-of-network.js';
import { type LayerPlan, planBanks } from './compile/plan.js';
import { Hazard, Scoreboard } from './compile/scoreboard.js';
import { mapSizeOf } from './compile/storages.js';
import type { Target } from './compile/target.js';
import type { DpuProgram, ProgramLayer, Subgraph } from './program.js';

/**
 * Compiles a network to instruction streams for one core, and to what is left to the host between them.
 * @throws InputError for a layer that exceeds a limit of the hardware, or its banks
 */
export function compileDpu(
  network: Network,
  { architecture, limits }: { readonly architecture: Architecture; readonly limits: Limits },
): DpuProgram {
  const { parts, storages } = partition(network, limits);
  const readers = new Map<string, number>();
  for (const name of [...network.layers.flatMap(({ inputs }) => inputs), ...(network.outputs ?? [])]) {
    const root = storages.root(name);
    readers.set(root, (readers.get(root) ?? 0) + 1);
  }
  const ddr = new Ddr();
  const compiled = parts.map((part) => {
    if (part.on === 'host') return part;
    const layers = fuse(part.operations, (tensor) => readers.get(tensor) ?? 0);
    const plans = planBanks(layers, architecture, (storage) => isInner(storage, part, parts, network));
    return emit(plans, architecture, ddr);
  });
  const { height, width, channels } = mapSizeOf(network.input.shape);
  const outputBytes = ddr.tensors.reduce((sum, { place, bytes }) => (place === 'output' ? sum + bytes : sum), 0);
  return {
    network: network.name,
    architecture: architecture.name,
    parts: compiled,
    parameters: ddr.parameters,
    tensors: ddr.tensors,
    image: { pixels: height * width, inputBytes: height * width * channels, outputBytes },
  };
}

/** Whether a tensor is between two operations of a subgraph, and nobody else reads or writes it. */
function isInner(storage: Storage, part: Part, parts: readonly Part[], network: Network): boolean {
  if (storage.place !== 'workspace' || part.on !== 'dpu') return false;
  const uses = ({ inputs, output }: Operation) => [...inputs, output].some((view) => view.storage === storage);
  const elsewhere = parts.some((other) => other !== part && other.on === 'dpu' && other.operations.some(uses));
  const written = part.operations.some(({ output }) => output.storage === storage);
  const tensors = new Set(part.operations.filter((each) => each.output.storage === storage).map(({ name }) => name));
  tensors.add(storage.name);
  const hosts = new Set(parts.flatMap((each) => (each.on === 'host' ? each.layers.map(({ name }) => name) : [])));
  const readByHost = network.layers.some(
    ({ name, inputs }) => hosts.has(name) && inputs.some((each) => tensors.has(each)),
  );
  return written && !elsewhere && !readByHost && !hosts.has(storage.name);
}

function emit(plans: readonly LayerPlan[], architecture: Architecture, ddr: Ddr): Subgraph {
  const scoreboard = new Scoreboard();
  const target: Target = {
    scoreboard,
    architecture,
    ddr,
    rows: new DdrRows(),
    history: new BankHistory(architecture.pixelParallel.value),
    regions: new Map(),
    parameterHazards: { conv: [], depthwise: new Hazard(), bias: new Hazard() },
  };
  const layers = plans.map((plan): ProgramLayer => {
    const first = scoreboard.instructions.length;
    holdResident(target, plan);
    scoreboard.setBarrier();
    const { layer, resident } = plan;
    let streamsWeights = false;
    if (layer.move !== undefined) {
      emitMove(target, plan);
    } else {
      const emitter = new LayerEmitter(target, plan);
      emitter.emit();
      streamsWeights = emitter.streamsWeights;
    }
    const { name, sources, macs, input, output, conv, misc } = layer;
    return {
      name,
      op: describe(layer),
      sources,
      macs,
      first,
      end: scoreboard.instructions.length,
      activation: misc !== undefined && misc.kind !== 'pool' ? misc.activation : (conv?.activation ?? 'none'),
      resident: { input: resident.has(input.storage), output: resident.has(output.storage) },
      streamsWeights,
      bytes: { input: bytesOf(input), output: bytesOf(output) },
    };
  });
  scoreboard.push({ op: 'END', dpdon: 0, dpdby: 0 }, [], []);
  return { on: 'dpu', instructions: scoreboard.instructions, layers };
}

/** Regions of the tensors that begin to be in the banks with a layer. */
function holdResident({ regions, history, architecture }: Target, { resident }: LayerPlan): void {
  for (const storage of regions.keys()) if (!resident.has(storage)) regions.delete(storage);
  for (const [storage, placement] of resident) {
    if (regions.has(storage)) continue;
    const { height, width, channels } = storage;
    const pitch = Math.ceil(channels / architecture.inputChannelParallel.value);
    regions.set(storage, history.region(placement, Math.ceil(height / architecture.pixelParallel.value), width, pitch));
  }
}

function describe({ conv, misc, move }: DpuLayer): string {
  const behind = misc?.kind === 'pool' ? `${misc.pool}Pool` : misc?.kind;
  return [conv?.kind, behind, move?.move].filter((part) => part !== undefined).join('+');
}

function bytesOf({ height, width, channels }: DpuLayer['input']): number {
  return height * width * channels;
}
