import type { Gap8Layer } from '../layers.js';
import { tensorsOf } from '../layers.js';
import { planL1Bytes } from '../plan/plan.js';
import { planLayer } from '../plan/plan-layer.js';
import type { LayerSchedule, Operand, TileSizes } from '../schedule.js';

/** What the search chooses of a layer apart from where its maps and weights lie. */
export type Cut = Pick<LayerSchedule, 'tile' | 'outer' | 'singleBuffered'>;

/** Copies whose lines touch are merged in our schedules. */
export const COPIES = { mergeLines: true };

/** Channels that all cores work on at once. */
const CORES = 8;

/** A layer's schedule with everything in L2. */
export function inL2(layer: Gap8Layer, cut: Cut): LayerSchedule {
  return {
    layer: layer.name,
    input: 'L2',
    output: 'L2',
    weights: 'L2',
    slab: {},
    operands: ['input', ...tensorsOf(layer)],
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
  const fits = (cut: Cut) => planL1Bytes(planLayer(layer, inL2(layer, cut), COPIES)) <= l1Budget;
  const cuts = choicesOf(layer).flatMap(({ tile, outer, singleBuffered }) => {
    const cutBy = (sizes: TileSizes): Cut => ({ tile: { ...tile, ...sizes }, outer, singleBuffered });
    switch (layer.op) {
      case 'pointwise': {
        const pixels = largestEven(layer.height * layer.width, (size) => fits(cutBy({ pixels: size })));
        return pixels === undefined ? [] : [cutBy({ pixels })];
      }
      case 'depthwise':
      case 'convolution': {
        const rows = largestEven(layer.outHeight, (size) => fits(cutBy({ rows: size })));
        return rows === undefined ? [] : [cutBy({ rows })];
      }
      default:
        return fits(cutBy({})) ? [cutBy({})] : [];
    }
  });
  const distinct = new Map(cuts.map((cut) => [JSON.stringify(cut), cut]));
  return [...distinct.values()];
}

/** Everything but the size of the other side. */
function choicesOf(layer: Gap8Layer): Cut[] {
  const { op, inChannels } = layer;
  const channelCounts = evenSizes(layer.outChannels);
  const singles: Operand[][] = op === 'pointwise' || op === 'fullyConnected' ? [[], ['weights'], ['weights', 'input']] : [[], ['input']];
  const outers: LayerSchedule['outer'][] = op === 'pointwise' ? ['channels', 'pixels'] : ['channels'];
  const inChannelCounts = op === 'convolution' ? evenSizes(inChannels, 1) : [undefined];
  return outers.flatMap((outer) =>
    channelCounts.flatMap((channels) =>
      singles.flatMap((singleBuffered) =>
        inChannelCounts.map((blocks) => ({
          tile: { channels, ...(blocks === undefined ? {} : { inChannels: blocks }) },
          outer,
          singleBuffered,
        })),
      ),
    ),
  );
}

/** Sizes that cut a length into equal parts but for the last, rounded up to what the cores do at once; the largest first. */
function evenSizes(length: number, step = CORES): number[] {
  const sizes = new Set<number>();
  for (let parts = 1; parts * step < length + step; parts++) {
    sizes.add(Math.min(length, step * Math.ceil(length / parts / step)));
  }
  return [...sizes];
}

/** The largest size that fits, made smaller as long as it cuts the length into as many parts. */
function largestEven(length: number, fits: (size: number) => boolean): number | undefined {
  if (!fits(1)) return undefined;
  let [most, tooMuch] = [1, length + 1];
  while (tooMuch - most > 1) {
    const middle = Math.floor((most + tooMuch) / 2);
    if (fits(middle)) most = middle;
    else tooMuch = middle;
  }
  const even = Math.ceil(length / Math.ceil(length / most));
  // Not every smaller size fits: a window may overhang more in a smaller tile, but never by much.
  return fits(even) ? even : most;
}
