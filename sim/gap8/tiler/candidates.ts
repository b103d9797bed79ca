import { type Gap8Layer, inputMapsBytes, slides } from '../layers.js';
import { bodyCount } from '../plan/body-count.js';
import { planL1Bytes } from '../plan/plan.js';
import { planLayer } from '../plan/plan-layer.js';
import {
  INPUT_OPERANDS,
  type LayerSchedule,
  needsIm2col,
  type Operand,
  operandsOf,
  type TileSizes,
} from '../schedule.js';
import { evenSizes, largestEven, largestLinear } from './sizes.js';
import { ofTwoBlocks } from './two-blocks.js';

/** What the search chooses of a layer apart from where its maps and weights lie. */
export type Cut = Pick<LayerSchedule, 'tile' | 'outer' | 'im2col' | 'singleBuffered'>;

/** Copies whose lines touch are merged in our schedules. */
export const COPIES = { mergeLines: true };

/** Channels fewer than the cores, for planes of which no more fit. */
const FEW = [4, 2, 1];
/** Parts of the largest tile of elements that are tried: small ones are sooner there, and take less of L2 on their way. */
const PARTS = [1, 2, 4, 8, 32];
/** Tiles that elements are cut into at most. */
const MOST_ELEMENT_TILES = 4096;
/** Parts of the largest tile of rows or pixels that are tried: smaller ones are sooner there. */
const SHARES = [1, 2, 4];
/** Parts of the largest block of input channels that are tried: with fewer of them more rows fit. */
const BLOCK_PARTS = [1, 2, 4, 8];

/** A layer's schedule with everything in L2. */
export function inL2(layer: Gap8Layer, cut: Cut): LayerSchedule {
  return {
    layer: layer.name,
    inputs: layer.inputs.map(() => 'L2'),
    output: 'L2',
    weights: 'L2',
    slab: {},
    operands: operandsOf(layer),
    fetch: [],
    await: [],
    ...cut,
  };
}

/**
 * Cuts of a layer that fit into L1: for each number of channels, and each choice of what is buffered once, the largest tiles
 * along the other side, evened out so that the last one is not much smaller.
 */
export function candidateCuts(layer: Gap8Layer, l1Budget: number): Cut[] {
  const cuts = cutsOf(layer, l1Budget, evenSizes(layer.outChannels));
  return cuts.length > 0 ? cuts : cutsOf(layer, l1Budget, FEW);
}

function cutsOf(layer: Gap8Layer, l1Budget: number, channelCounts: readonly number[]): Cut[] {
  const room = (cut: Cut) => l1Budget - planL1Bytes(planLayer(ofTwoBlocks(layer, cut.tile), inL2(layer, cut), COPIES));
  const fits = (cut: Cut) => room(cut) >= 0;
  switch (layer.op) {
    case 'pointwise':
      return singles(layer).flatMap((singleBuffered) =>
        (['channels', 'pixels'] as const).flatMap((outer) =>
          channelCounts.flatMap((channels) => {
            const cutBy = (pixels: number) => ({ tile: { channels, pixels }, outer, im2col: false, singleBuffered });
            const pixels = largestLinear(layer.height * layer.width, (size) => room(cutBy(size)));
            return pixels === undefined ? [] : partsOf(pixels, SHARES).map(cutBy).filter(fits);
          }),
        ),
      );
    case 'depthwise':
    case 'convolution':
    case 'averagePool':
    case 'maxPool':
      return im2colOf(layer).flatMap((im2col) =>
        singles(layer).flatMap((singleBuffered) =>
          channelCounts.flatMap((channels) => {
            const cutBy = (sizes: TileSizes): Cut => ({
              tile: { channels, ...sizes },
              outer: 'channels',
              im2col,
              singleBuffered,
            });
            return blocksOf(layer, (sizes) => fits(cutBy({ ...sizes, rows: 1 }))).flatMap((sizes) => {
              const withRows = (rows: number) => cutBy({ ...sizes, rows });
              const most = largestEven(layer.outHeight, (rows) => fits(withRows(rows)));
              return most === undefined ? [] : partsOf(most, SHARES).map(withRows).filter(fits);
            });
          }),
        ),
      );
    case 'add':
    case 'concat':
    case 'scale':
      return [[], INPUT_OPERANDS.slice(0, layer.inputs.length)].flatMap((singleBuffered) => {
        const cutBy = (elements: number): Cut => ({
          tile: { elements },
          outer: 'channels',
          im2col: false,
          singleBuffered,
        });
        const most = Math.max(...inputMapsBytes(layer));
        const elements = largestEven(most, (size) => fits(cutBy(size)), Math.ceil(most / MOST_ELEMENT_TILES)) ?? 0;
        return partsOf(elements, PARTS)
          .map(cutBy)
          .filter((cut) => fits(cut) && bodyCount(layer, { ...cut, slab: {} }) <= MOST_ELEMENT_TILES);
      });
    case 'fullyConnected':
      return singles(layer).flatMap((singleBuffered) =>
        channelCounts
          .map((channels): Cut => ({ tile: { channels }, outer: 'channels', im2col: false, singleBuffered }))
          .filter(fits),
      );
  }
}

/** Ways to do a convolution. */
function im2colOf(layer: Gap8Layer): boolean[] {
  return layer.op === 'convolution' && slides(layer) ? [false, true] : [needsIm2col(layer)];
}

/** What is worth to be buffered once, for the sake of larger tiles. */
function singles({ op }: Gap8Layer): Operand[][] {
  if (op === 'pointwise' || op === 'fullyConnected') return [[], ['weights'], ['weights', 'input']];
  return op === 'convolution' ? [[], ['input'], ['weights'], ['weights', 'input']] : [[], ['input']];
}

/** Blocks of input channels: of a convolution the largest that fit, and parts of them. */
function blocksOf({ op, inChannels }: Gap8Layer, fits: (sizes: TileSizes) => boolean): TileSizes[] {
  if (op !== 'convolution') return [{}];
  const most = evenSizes(inChannels, 1).find((size) => fits({ inChannels: size }));
  return most === undefined ? [] : partsOf(most, BLOCK_PARTS).map((size) => ({ inChannels: size }));
}

/** Parts of a size, each once. */
function partsOf(size: number, parts: readonly number[]): number[] {
  const sizes = parts.map((count) => Math.ceil(size / count));
  return [...new Set(sizes)].filter((each) => each > 0);
}
