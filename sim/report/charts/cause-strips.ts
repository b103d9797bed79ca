import { causeColour, causeStyles } from './causes.js';
import type { ChartSpec } from './chart.js';
import { STRIP_FILL, strips } from './strips.js';

/** What somebody does from one cycle to another (exclusive): its cycles by cause. */
export interface CauseSpan {
  readonly strip: number;
  readonly from: number;
  readonly to: number;
  readonly causes: Readonly<Record<string, number>>;
}

/** Around a rectangle, so that the background does not shine through between two. */
const HAIRLINE_PIXELS = 0.5;

/** Strips of causes over time, and their rows: a span's causes lie one above the other, as high as their share. */
export function causeStrips(
  names: readonly string[],
  spans: readonly CauseSpan[],
  more: readonly object[] = [],
): { readonly rows: readonly object[]; readonly body: ChartSpec } {
  const styles = causeStyles(spans.flatMap(({ causes }) => Object.keys(causes)));
  const rows = joinEqual(spans).flatMap(({ strip, from, to, causes }) => {
    let bottom = strip + STRIP_FILL;
    return styles.flatMap(({ cause, label }) => {
      const share = (causes[cause] ?? 0) / (to - from);
      if (share === 0) return [];
      const top = bottom - share * STRIP_FILL;
      const row = { of: names[strip], cause: label, from, to, top, bottom, share };
      bottom = top;
      return [row];
    });
  });
  const rectangles = {
    mark: { type: 'rect', strokeWidth: HAIRLINE_PIXELS },
    encoding: {
      color: causeColour(styles),
      stroke: causeColour(styles),
      tooltip: [
        { field: 'of', title: 'block' },
        { field: 'cause', title: 'cause' },
        { field: 'share', type: 'quantitative', title: 'share', format: '.1%' },
        { field: 'from', type: 'quantitative', title: 'from cycle', format: ',' },
        { field: 'to', type: 'quantitative', title: 'to cycle', format: ',' },
      ],
    },
  };
  return { rows, body: strips(names, [rectangles, ...more]) };
}

/** Neighbours in which one and the same cause takes every cycle become one span. */
function joinEqual(spans: readonly CauseSpan[]): CauseSpan[] {
  const joined: CauseSpan[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    const cause = onlyCause(span);
    const joins = cause !== undefined && last?.strip === span.strip && last.to === span.from;
    if (joins && onlyCause(last) === cause) {
      joined[joined.length - 1] = { ...span, from: last.from, causes: { [cause]: span.to - last.from } };
    } else {
      joined.push(span);
    }
  }
  return joined;
}

function onlyCause({ causes }: CauseSpan): string | undefined {
  const occurring = Object.keys(causes).filter((cause) => causes[cause] > 0);
  return occurring.length === 1 ? occurring[0] : undefined;
}
