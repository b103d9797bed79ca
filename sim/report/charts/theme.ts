/** Colours of a chart beside those of its data. */
interface Palette {
  readonly background: string;
  readonly text: string;
  readonly faint: string;
  readonly grid: string;
  readonly box: string;
}

/** Light on dark and dark on light; the page has the same colours (html/page.css). */
export const PALETTES = {
  light: { background: '#ffffff', text: '#1d2733', faint: '#5b6876', grid: '#e3e8ee', box: '#f2f5f8' },
  dark: { background: '#161c23', text: '#e6ebf0', faint: '#9dabb9', grid: '#2c3640', box: '#212a33' },
} as const satisfies Record<string, Palette>;

const FONT = 'system-ui, "DejaVu Sans", sans-serif';

/** Configuration of vega-lite for a chart on light or on dark. */
export function chartConfig({ text, faint, grid, box, background }: Palette): object {
  return {
    background,
    font: FONT,
    locale: { number: { decimal: '.', thousands: ' ', grouping: [3], currency: ['', ''] } },
    view: { stroke: null },
    axis: {
      labelColor: faint,
      titleColor: faint,
      titleFontWeight: 'normal',
      gridColor: grid,
      domainColor: grid,
      tickColor: grid,
      labelFontSize: 11,
      titleFontSize: 11,
    },
    axisY: { labelColor: text },
    legend: { labelColor: text, titleColor: text, labelFontSize: 11, labelLimit: 200 },
    title: { color: text, subtitleColor: faint, anchor: 'start' },
    style: {
      annotation: { color: text, fontSize: 11 },
      faint: { color: faint },
      box: { color: box, stroke: faint, strokeWidth: 1 },
      arrow: { color: faint, strokeWidth: 1.5 },
      arrowhead: { color: faint },
      marker: { color: text, strokeDash: [4, 3], strokeWidth: 1 },
    },
  };
}
