import { type Layer, layerMacs, type Network } from '../../nn/network.js';
import type { Limits } from '../architecture.js';
import { whyOnHost } from './host-layers.js';
import type { HostLayer, Operation, Part } from './operations.js';
import { stageOf } from './stages.js';
import { mapSizeOf, Storages } from './storages.js';

/** A network as the DPU runs it: its parts in order, and the tensors behind them. */
export interface Partition {
  readonly parts: readonly Part[];
  readonly storages: Storages;
}

/**
 * Splits a network into what the DPU runs and what is left to the host. Paddings become those of the windows behind them,
 * concatenations places side by side, reshapes other names.
 * @throws InputError for a convolution that exceeds a limit of the hardware
 */
export function partition(network: Network, limits: Limits): Partition {
  const why = new Map(network.layers.map((layer) => [layer.name, whyOnHost(layer, network, limits)]));
  const onHost = new Set(network.layers.filter(({ name }) => why.get(name) !== undefined).map(({ name }) => name));
  const mine = network.layers.filter(({ name }) => !onHost.has(name));
  const aliases = new Map(
    mine.filter(({ op }) => op === 'reshape' || op === 'pad').map(({ name, inputs }) => [name, inputs[0]]),
  );
  const concats = mine.filter(({ op }) => op === 'concat');
  const storages = new Storages(network, aliases, concats, onHost);

  const parts: Part[] = [];
  const pads = new Map<string, Layer>();
  for (const layer of network.layers) {
    const reason = why.get(layer.name);
    if (reason !== undefined) {
      extend(parts, 'host').push(hostLayer(layer, reason));
    } else if (layer.op === 'pad') {
      pads.set(layer.name, layer);
    } else if (layer.op === 'concat') {
      extend(parts, 'dpu').push(...copies(layer, storages));
    } else if (layer.op !== 'reshape') {
      extend(parts, 'dpu').push(operation(layer, pads, storages));
    }
  }
  return { parts: parts.filter((part) => (part.on === 'dpu' ? part.operations : part.layers).length > 0), storages };
}

function operation(layer: Layer, pads: ReadonlyMap<string, Layer>, storages: Storages): Operation {
  const { name, inputs } = layer;
  return {
    name,
    stage: stageOf(layer, pads.get(inputs[0])),
    inputs: inputs.map((each) => storages.view(each)),
    output: storages.view(name),
    reads: inputs.map((each) => storages.root(each)),
    macs: layerMacs(layer),
  };
}

/** Copies of what cannot be written to its place in a concatenation at once. */
function copies({ name, inputs }: Layer, storages: Storages): Operation[] {
  let channelOffset = 0;
  return inputs.flatMap((each) => {
    const input = storages.view(each);
    const output = storages.part(name, channelOffset, input.channels);
    const there = storages.liesIn(each, name, channelOffset);
    channelOffset += input.channels;
    if (there) return [];
    const stage = { kind: 'move', move: 'copy', factor: [1, 1] } as const;
    return [{ name: `${name}.${each}`, stage, inputs: [input], output, reads: [storages.root(each)], macs: 0 }];
  });
}

function hostLayer({ name, op, inputShape, outputShape }: Layer, why: string): HostLayer {
  const elements = [inputShape, outputShape].map(mapSizeOf).reduce((sum, map) => sum + sizeOf(map), 0);
  return { name, op, why, elements };
}

function sizeOf({ height, width, channels }: ReturnType<typeof mapSizeOf>): number {
  return height * width * channels;
}

/** The list that the next layer belongs to: that of the last part, or of a new one. */
function extend<On extends Part['on']>(parts: Part[], on: On): (On extends 'dpu' ? Operation : HostLayer)[] {
  const last = parts[parts.length - 1];
  if (last?.on !== on) parts.push(on === 'dpu' ? { on: 'dpu', operations: [] } : { on: 'host', layers: [] });
  const part = parts[parts.length - 1];
  return (part.on === 'dpu' ? part.operations : part.layers) as never;
}
