import { usualOverlay } from '../drivers/load-job.js';
import { chosenOverlay } from '../explore/index.js';
import { type FabricBoard, fabricGraph, loadBoard, type Overlay } from '../fabric/index.js';
import { isIntegerLayer, type Network } from '../nn/network.js';
import { formatNumber } from '../report/index.js';
import { type OutputOptions, say } from './output.js';

/** Board that a folding is chosen for where none is asked for. */
const USUAL_BOARD = 'pynq-z1';

/**
 * The folding of a network for which none is given: the published one, one that is chosen for the board (layers of integers), or
 * one lane in every layer. It says what it chose, and which layers are left to the host.
 * @throws InputError for a layer that the fabric has no unit for
 */
export function foldingFor(network: Network, asked: FabricBoard | undefined, options: OutputOptions): Overlay {
  const usual = usualOverlay(network);
  if (usual.boards.length > 0) return usual;
  if (!network.layers.some(isIntegerLayer)) {
    say(options, `no folding known for ${network.name}: one lane in every layer; give --fold for another`);
    return usual;
  }
  const { host, nodes } = fabricGraph(network);
  if (host.length > 0) say(options, `left to the host: ${host.map(({ name, op }) => `${name} (${op})`).join(', ')}`);
  const board = asked ?? loadBoard(USUAL_BOARD);
  say(options, `choosing a folding of ${nodes.length} layers for ${board.name}`);
  const { overlay, fits, cost } = chosenOverlay(network, board);
  const { lut, bram36, dsp } = board.resources;
  const of = (amount: number, all: number, digits = 0) =>
    `${formatNumber(amount, digits)} of ${formatNumber(all, digits)}`;
  const parts = [
    `${of(cost.lut, lut.value)} LUT`,
    `${of(cost.bram18 / 2, bram36.value, 1)} BRAM36`,
    `${of(cost.dsp, dsp.value)} DSP`,
  ].join(', ');
  say(options, `folding chosen for ${board.name}: ${parts}${fits ? '' : '; the board has no room for it'}`);
  return { ...overlay, boards: [board.name] };
}
