/** Names of all charts, in the order of a report. */
export const CHART_NAMES = [
  'pipeline',
  'calls',
  'timeline',
  'occupancy',
  'threads',
  'top-classes',
  'platform-time',
  'platform-operations',
  'platform-rate',
  'hardware-software',
  'measured',
  'bounds',
  'pareto-lut',
  'pareto-bram',
  'accuracy',
] as const;

export type ChartName = (typeof CHART_NAMES)[number];

/** One chart: what it says in words, and its declaration in vega-lite. */
export interface Chart {
  readonly name: ChartName;
  /** What it is about, where a report has several of its name: `lfc-w1a1 on ultra96`. */
  readonly subject: string;
  readonly title: string;
  /** What it shows, for people who cannot see it and for those who see such a chart for the first time. */
  readonly description: string;
  /** As wide as its container; colours of axes and texts are left to the theme. */
  readonly spec: ChartSpec;
}

/** A declaration in vega-lite 5, or a part of one. */
export type ChartSpec = Readonly<Record<string, unknown>>;

/** Marks above which a canvas is drawn instead of SVG elements. */
const MANY_ROWS = 1500;

/** A chart of `rows`, as wide as its container. */
export function chart(about: Omit<Chart, 'spec'>, rows: readonly object[], body: ChartSpec): Chart {
  const spec: ChartSpec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    description: `${about.title}. ${about.description}`,
    width: 'container',
    padding: { left: 1, right: 5, top: 4, bottom: 4 },
    autosize: { type: 'fit-x', contains: 'padding' },
    data: { values: rows },
    usermeta: { embedOptions: { renderer: rows.length > MANY_ROWS ? 'canvas' : 'svg' } },
    ...body,
  };
  return { ...about, spec };
}
