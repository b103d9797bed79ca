import { InputError } from '../core/input/input-error.js';
import { packageVersion } from '../core/package-root.js';
import type { Run } from '../core/run.js';
import { HandshakeRecorder } from '../core/trace/recorder.js';
import {
  compile,
  compileOffload,
  isOffloadOverlay,
  loadLibrary,
  simulate,
  simulateOffload,
  type TimingRecord,
} from '../fabric/index.js';
import type { PackedMatrix } from '../nn/packed-matrix.js';
import type { FabricJob } from './job.js';
import { profileFirstImages } from './profile-first-images.js';
import { computeValues, judge } from './values.js';

/** What the simulator finds out: the record of the run, with the recording where one was asked for. */
export interface Simulation {
  readonly run: Run;
  readonly recording: HandshakeRecorder | null;
  /** The last layer's codes, a row for each image; null where only time was asked for. */
  readonly outputs: PackedMatrix | null;
}

/**
 * Runs a job on a simulated board of the fabric: values by packed kernels on all cores, time by the engine beside them.
 * @throws InputError for a folding or stream that does not fit, or a deadlock
 */
export async function runOnSimulator(job: FabricJob): Promise<Simulation> {
  const { pictures } = job;
  const { recording, time } = prepareTiming(job);
  const profile = job.profile === true ? { profile: profileFirstImages(job) } : {};

  const valuesFrom = performance.now();
  const values = pictures === undefined ? null : computeValues(job, pictures.pixels);
  const timingFrom = performance.now();
  const timing = time();
  const timingSeconds = (performance.now() - timingFrom) / 1000;
  const outputs = await values;
  const valuesSeconds = values === null ? 0 : (performance.now() - valuesFrom) / 1000;

  const run: Run = {
    schema: 'qcycle.run/1',
    qcycle: packageVersion(),
    device: 'sim',
    ...timing,
    ...(outputs === null ? {} : judge(job, outputs)),
    ...profile,
    wallSeconds: { load: 0, values: valuesSeconds, timing: timingSeconds },
  };
  return { run, recording, outputs };
}

/** Lays the network out, as a pipeline or as calls of the offload engine; `time` then simulates it. */
function prepareTiming({ network, board, overlay, images, engine, trace, progress }: FabricJob): {
  readonly recording: HandshakeRecorder | null;
  readonly time: () => TimingRecord;
} {
  if (isOffloadOverlay(overlay)) {
    if (trace !== undefined) throw new InputError(`${network.name} runs call by call; only pipelines are recorded`);
    const program = compileOffload(network, overlay, board, images);
    return { recording: null, time: () => simulateOffload(program, engine) };
  }
  const program = compile({ network, board, overlay, images, library: loadLibrary(overlay.library) });
  const recording = trace === undefined ? null : new HandshakeRecorder(program.pipeline, trace);
  const options = {
    ...(recording === null ? {} : { recorder: recording }),
    ...(progress === undefined ? {} : { progress }),
  };
  return { recording, time: () => simulate(program, engine, options) };
}
