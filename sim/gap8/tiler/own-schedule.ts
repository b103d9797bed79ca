import { InputError } from '../../core/input/input-error.js';
import { scheduleProblems } from '../check-schedule.js';
import { type Gap8Layer, type Gap8Network, inputMapsBytes, outputMapBytes, tensorBytes, tensorsOf } from '../layers.js';
import { budgetsOf, type Gap8Board, kernelPartsOf, timingOf } from '../machine.js';
import { aligned, misfitOf } from '../memory/lay-out.js';
import { l2Residents } from '../memory/residents.js';
import type { Schedule } from '../schedule.js';
import { LayerSearch } from './layer-search.js';
import { bestPath } from './paths.js';

/**
 * A schedule with few modelled cycles within the board's budgets. Each layer is cut by a search over its tiles, slabs and
 * buffers; which maps stay in L2, and which weights are fetched ahead instead of streamed, is settled over all layers at once.
 * Small tensors are fetched while the layer before runs, and every request and wait lies in the window of a layer. Where what fits
 * into L2 by its sum cannot be laid out there, as much less of L2 is given out.
 * @throws InputError where a layer fits in no way, or HyperRAM does not hold all
 */
export function ownSchedule(network: Gap8Network, board: Gap8Board): Schedule {
  const budgets = budgetsOf(board);
  const { l1Bytes, l2Bytes } = budgets;
  requireRoom(network, board);
  const search = new LayerSearch(timingOf(board, kernelPartsOf(board)), l1Bytes);
  let givenOut = l2Bytes;
  for (;;) {
    const path = bestPath(network, search, givenOut);
    if (path.misfit !== undefined) {
      throw new InputError(
        `${path.misfit}: no tiles of it fit, allowed: ${l1Bytes} bytes of L1 and ${l2Bytes} of L2 on ${board.name}`,
      );
    }
    const schedule: Schedule = Object.freeze({
      name: `own-${network.name}`,
      network: network.name,
      source: `qcycle's tiler for ${board.name}`,
      mergeLines: true,
      eagerRefill: false,
      timedFetches: true,
      layers: path.layers,
    });
    const misfit = misfitOf(l2Residents(schedule, network), l2Bytes);
    if (misfit === undefined) return requireFitting(schedule, network, board);
    givenOut -= misfit.missingBytes;
  }
}

/** All tensors come from HyperRAM; what a layer reads and writes lies there or in L2. */
function requireRoom({ name, layers }: Gap8Network, board: Gap8Board): void {
  const { hyperRamBytes, l2Bytes } = budgetsOf(board);
  const bytes = layers.flatMap((layer) => tensorsOf(layer).map((tensor) => aligned(tensorBytes(layer, tensor))));
  const weights = bytes.reduce((sum, each) => sum + each, 0);
  if (weights > hyperRamBytes) {
    throw new InputError(
      `${name}: weights alone take ${weights} bytes of HyperRAM, ${weights - hyperRamBytes} more than the ${hyperRamBytes} there are on ${board.name}`,
    );
  }
  const room = hyperRamBytes - weights + l2Bytes;
  for (const layer of layers) {
    const maps = [...inputMapsOf(layer), outputMapBytes(layer)].reduce((sum, each) => sum + each, 0);
    if (maps <= room) continue;
    throw new InputError(
      `${name}: ${layer.name}: its maps take ${maps} bytes, ${maps - room} more than HyperRAM beside the weights and L2 have on ${board.name}`,
    );
  }
}

/** Bytes of each map that a layer reads, once also where it reads it twice. */
function inputMapsOf(layer: Gap8Layer): number[] {
  const names = layer.inputs.map((map) => map.name);
  return inputMapsBytes(layer).filter((_, index) => names.indexOf(names[index]) === index);
}

function requireFitting(schedule: Schedule, network: Gap8Network, board: Gap8Board): Schedule {
  const [problem] = scheduleProblems(schedule, network, budgetsOf(board));
  if (problem === undefined) return schedule;
  throw new InputError(`${network.name}: ${problem.message} on ${board.name}`);
}
