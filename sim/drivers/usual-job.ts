import { InputError } from '../core/input/input-error.js';
import { offloadOverlayFor } from '../fabric/index.js';
import { gap8LayersOf, ownSchedule, publishedSchedule } from '../gap8/index.js';
import { hasParameters } from '../nn/network.js';
import type { Job } from './job.js';
import { loadAnyBoard } from './load-board.js';
import { usualOverlay } from './load-job.js';
import { loadAnyNetwork } from './load-network.js';
import { countPictures, hasTestPictures, loadTestPictures } from './load-pictures.js';

/**
 * A job as it is run where nobody chooses anything: the published overlay or schedule, and the first shipped test pictures; of
 * networks without weights or pictures the time alone.
 * @param board name or file
 * @throws InputError where the network cannot run there, or there are fewer pictures
 */
export function usualJob(name: string, board: string, images: number): Job {
  const network = loadAnyNetwork(name);
  const model = loadAnyBoard(board);
  const withValues = hasParameters(network) && hasTestPictures(network);
  const pictures = withValues ? loadTestPictures(network) : undefined;
  if (pictures !== undefined && images > countPictures(network, pictures)) {
    throw new InputError(`${images} images, allowed: at most ${countPictures(network, pictures)} test pictures`);
  }
  const common = { network, images, ...(pictures === undefined ? {} : { pictures }) };
  if (model.machine === 'gap8') {
    const layers = gap8LayersOf(network);
    return { ...common, board: model, schedule: publishedSchedule(layers, model) ?? ownSchedule(layers, model) };
  }
  if (model.machine === 'dpu') return { ...common, board: model, hostWork: 'prepared', threadCurve: false };
  return { ...common, board: model, overlay: offloadOverlayFor(network) ?? usualOverlay(network), engine: 'event' };
}
