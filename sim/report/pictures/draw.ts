import type { TopLevelSpec } from 'vega-lite';
import type { Chart } from '../charts/chart.js';
import { chartConfig, PALETTES } from '../charts/theme.js';

const WIDTH_PIXELS = 760;
/** Pixels of a PNG for one of the SVG. */
const PNG_ZOOM = 2;

/** A chart as SVG, on white, with its title and what it is about. */
export async function drawSvg({ title, subject, spec }: Chart): Promise<string> {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  const whole = {
    ...spec,
    width: WIDTH_PIXELS,
    title: { text: title, subtitle: subject },
    padding: 12,
    config: chartConfig(PALETTES.light),
  } as unknown as TopLevelSpec;
  const view = new vega.View(vega.parse(vegaLite.compile(whole).spec), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** An SVG as PNG, with the fonts of this computer. */
export async function svgToPng(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const font = { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans' };
  return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: PNG_ZOOM } }).render().asPng();
}
