import type { Architecture } from '../architecture.js';
import type { DepthwiseWeights } from './depthwise-weights.js';
import { emitAdd } from './emit-add.js';
import { emitDepthwise, emitPool } from './emit-windows.js';
import { alongHeight, type Range, span } from './geometry.js';
import type { MiscPlace } from './misc-place.js';
import type { DpuLayer } from './operations.js';
import type { Target } from './target.js';

/** Some rows of what MISC does for a layer: as many as one instruction computes. */
export function emitMisc(
  target: Target,
  layer: DpuLayer,
  place: MiscPlace,
  rows: Range,
  weights: DepthwiseWeights | undefined,
): void {
  switch (layer.misc!.kind) {
    case 'add':
      emitAdd(target, layer, place, rows.from);
      break;
    case 'pool':
      emitPool(target, layer, place, rows);
      break;
    case 'depthwise':
      emitDepthwise(target, layer, place, rows, weights!);
      break;
  }
}

/** Rows that MISC computes with one instruction from `row` on; a window of rows spans at most four slots. */
export function miscRows({ misc }: DpuLayer, { miscPixelParallel, pixelParallel }: Architecture, row: number): number {
  if (misc?.kind === 'add') return 1;
  const parallel = miscPixelParallel.value;
  const window = alongHeight(misc!.window);
  let rows = parallel - (row % parallel);
  while (rows > 1 && span(window, rows) > (MAX_SLOTS - 1) * pixelParallel.value + 1) rows--;
  return rows;
}

const MAX_SLOTS = 4;
