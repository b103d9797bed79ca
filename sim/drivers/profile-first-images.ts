import { deadlockSentence } from '../core/deadlock.js';
import { simulateEvents } from '../core/engine/event.js';
import { InputError } from '../core/input/input-error.js';
import { type Profile, profileRecording } from '../core/trace/profile.js';
import { HandshakeRecorder } from '../core/trace/recorder.js';
import { compile, isOffloadOverlay, loadLibrary } from '../fabric/index.js';
import type { FabricJob } from './job.js';

/** Images of a profile: enough to see the pipeline fill and two images overlap. */
const PROFILED_IMAGES = 3;

/**
 * Simulates the first images of a job on a pipeline once more, recorded: the long run skips what repeats.
 * @throws InputError if the job is for the offload engine, or the pipeline deadlocks
 */
export function profileFirstImages({ network, board, overlay, images }: FabricJob): Profile {
  if (isOffloadOverlay(overlay)) throw new InputError(`${network.name} runs call by call; only pipelines are profiled`);
  const library = loadLibrary(overlay.library);
  const first = Math.min(images, PROFILED_IMAGES);
  const { pipeline } = compile({ network, board, overlay, images: first, library });
  const recorder = new HandshakeRecorder(pipeline, { fromCycle: 0, toCycle: Number.POSITIVE_INFINITY });
  const { cycles, deadlock } = simulateEvents(pipeline, { recorder });
  if (deadlock !== null) throw new InputError(deadlockSentence(deadlock));
  return profileRecording(recorder, first, cycles);
}
