import type { ChartSpec } from './chart.js';
import { textList } from './expression.js';

/** Pixels of one strip, with the gap below it. */
const STRIP_PIXELS = 24;
/** Part of a strip that is drawn on. */
export const STRIP_FILL = 0.8;

/**
 * Strips one below the other over an axis of cycles. A row of data lies in strip i where its `top` and `bottom` are between
 * i and i + 1.
 * @param names of the strips, from the top
 * @param layers that draw the rows; they share both axes
 */
export function strips(names: readonly string[], layers: readonly object[]): ChartSpec {
  const y = {
    type: 'quantitative',
    scale: { domain: [names.length, 0], nice: false, zero: false },
    axis: {
      title: null,
      grid: false,
      ticks: false,
      domain: false,
      values: names.map((_, strip) => strip + STRIP_FILL / 2),
      labelExpr: `${textList(names)}[floor(datum.value)]`,
      labelLimit: 110,
    },
  };
  const x = { type: 'quantitative', scale: { nice: false, zero: false }, axis: { title: 'cycles', tickCount: TICKS } };
  return {
    height: names.length * STRIP_PIXELS,
    encoding: { x: { field: 'from', ...x }, x2: { field: 'to' }, y: { field: 'top', ...y }, y2: { field: 'bottom' } },
    layer: layers,
  };
}

const TICKS = { expr: 'width > 480 ? 8 : 4' };
