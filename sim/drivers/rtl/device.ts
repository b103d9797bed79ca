import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../core/input/input-error.js';
import { packageVersion } from '../../core/package-root.js';
import type { Run } from '../../core/run.js';
import { HandshakeRecorder } from '../../core/trace/recorder.js';
import { isOffloadOverlay, simulate } from '../../fabric/index.js';
import type { PackedMatrix } from '../../nn/packed-matrix.js';
import type { FabricJob } from '../job.js';
import { judge } from '../values.js';
import { firstDivergence } from './compare.js';
import { cosimulate } from './cosimulate.js';
import { divergenceSentence, divergenceTable } from './describe.js';
import type { CircuitLog } from './handshakes.js';
import { type NetworkCosimulation, networkCosimulation } from './network-cosimulation.js';
import { requireTools, SIMULATION_TOOLS } from './tools.js';

/** What simulated RTL finds out, and how it compares with the model. */
export interface RtlSimulation {
  /** Cycles and outputs are those of the RTL where it agrees with the model; causes are the model's. */
  readonly run: Run;
  /** Every handshake of the model, and of the RTL. */
  readonly model: HandshakeRecorder;
  readonly rtl: HandshakeRecorder;
  readonly outputs: PackedMatrix | null;
  /** Where they differ: in a line, and with the streams around it. */
  readonly difference: { readonly sentence: string; readonly details: string } | undefined;
}

/**
 * Runs a job on the RTL of its pipeline under Verilator, and compares every handshake of every stream and every output word
 * with the model's. Without pictures the images are pseudo-random.
 * @throws InputError where Verilator is not installed, or the job is for the offload engine
 */
export async function runOnRtl(job: FabricJob): Promise<RtlSimulation> {
  const { network, board, overlay, images, pictures } = job;
  if (isOffloadOverlay(overlay)) throw new InputError(`${network.name} runs call by call; only pipelines have RTL`);
  requireTools(SIMULATION_TOOLS);
  const valuesFrom = performance.now();
  const prepared = await networkCosimulation({ network, board, overlay, images }, pictures?.pixels);
  const timingFrom = performance.now();
  const log = await simulateInFolder(prepared);
  const [circuit] = log.circuits;
  const timing = simulate(prepared.program, 'event');
  const outputs = pictures === undefined ? null : prepared.outputs;
  const run: Run = {
    schema: 'qcycle.run/1',
    qcycle: packageVersion(),
    device: 'rtl',
    ...timing,
    ...(outputs === null ? {} : judge(job, outputs)),
    wallSeconds: {
      load: 0,
      values: (timingFrom - valuesFrom) / 1000,
      timing: (performance.now() - timingFrom) / 1000,
    },
  };
  const difference = differenceOf(prepared, circuit) ?? failureOf(log);
  return { run, model: prepared.recording, rtl: recordingOf(prepared, circuit), outputs, difference };
}

async function simulateInFolder(prepared: NetworkCosimulation) {
  const folder = mkdtempSync(join(tmpdir(), 'qcycle-rtl-'));
  try {
    return await cosimulate([prepared], folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function differenceOf(
  { pipeline, recording, circuit, words }: NetworkCosimulation,
  rtl: CircuitLog,
): RtlSimulation['difference'] {
  const divergence = firstDivergence(recording, rtl.streams);
  if (divergence !== undefined) {
    const details = divergenceTable(divergence, pipeline, recording, rtl.streams);
    return { sentence: divergenceSentence(divergence), details };
  }
  const found = rtl.streams.get(circuit.output.stream.name)!.words;
  const place = words.expected.findIndex((word, index) => word !== found[index]);
  if (place === -1) return undefined;
  const [expected, got] = [words.expected[place], found[place]].map((word) => `0x${word.toString(16)}`);
  return { sentence: `output word ${place} is ${got} in the RTL, ${expected} by the kernels`, details: '' };
}

/** What the bench itself found. */
function failureOf({
  passed,
  messages,
}: {
  readonly passed: boolean;
  readonly messages: readonly string[];
}): RtlSimulation['difference'] {
  return passed ? undefined : { sentence: 'the bench of the RTL failed', details: messages.join('\n') };
}

/** The handshakes of the RTL as a recording of the same pipeline. */
function recordingOf({ pipeline }: NetworkCosimulation, { streams }: CircuitLog): HandshakeRecorder {
  const recorder = new HandshakeRecorder(pipeline, { fromCycle: 0, toCycle: Number.POSITIVE_INFINITY });
  pipeline.streams.forEach(({ name }, index) => {
    const handshakes = streams.get(name);
    for (const cycle of handshakes?.written ?? []) recorder.written(index, cycle);
    for (const cycle of handshakes?.read ?? []) recorder.read(index, cycle);
  });
  return recorder;
}
