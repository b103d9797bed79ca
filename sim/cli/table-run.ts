import type { Run } from '../core/run.js';
import type { Pictures } from '../drivers/job.js';
import { usualOverlay } from '../drivers/load-job.js';
import { runOnSimulator } from '../drivers/simulator.js';
import { loadBoard } from '../fabric/index.js';
import type { Network } from '../nn/network.js';

/** Runs images through a network's published overlay; without pictures, for their time alone. */
export async function runForTable(network: Network, board: string, images: number, pictures?: Pictures): Promise<Run> {
  const { run } = await runOnSimulator({
    network,
    board: loadBoard(board),
    overlay: usualOverlay(network),
    images,
    engine: 'event',
    ...(pictures === undefined ? {} : { pictures }),
  });
  return run;
}

/** Part of the pictures that a run got right, null where it had none. */
export function accuracyPercent({ accuracy }: Run): number | null {
  return accuracy === undefined ? null : (100 * accuracy.correct) / accuracy.total;
}
