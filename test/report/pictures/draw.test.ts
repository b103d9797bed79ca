import { expect } from 'chai';
import { decode } from 'fast-png';
import { loadTraces } from '../../../sim/cli/traces.js';
import { type Chart, chartRecords } from '../../../sim/report/index.js';
import { drawSvg, svgToPng } from '../../../sim/report/pictures/draw.js';
import { exploreExample } from '../../helpers/explore-record.js';
import { dorefanetRecord, lfcRecord, tableExample } from '../../helpers/report-records.js';

/** What vega warns of while `act` runs. */
async function warningsOf(act: () => Promise<unknown>): Promise<unknown[]> {
  const { warn } = console;
  const warnings: unknown[] = [];
  console.warn = (...message: unknown[]) => warnings.push(message);
  try {
    await act();
  } finally {
    console.warn = warn;
  }
  return warnings;
}

describe('a picture', () => {
  let charts: readonly Chart[];

  before(async () => {
    const records = [await lfcRecord(), await dorefanetRecord(), tableExample(), exploreExample()];
    const report = chartRecords(records, loadTraces());
    charts = [...report.records.flatMap((charted) => charted.charts), ...report.across];
  });

  it('of every chart is an SVG with its title, without a warning', async () => {
    for (const chart of charts) {
      const warnings = await warningsOf(async () => {
        const svg = await drawSvg(chart);
        expect(svg).to.match(/^<svg [\s\S]*<\/svg>$/);
        expect(svg).to.include(chart.title);
        expect(svg).not.to.match(/NaN|undefined|>null</);
      });
      expect(warnings, chart.name).to.deep.equal([]);
    }
  });

  it('as PNG has two pixels for one of the SVG, and more than one colour', async () => {
    const svg = await drawSvg(charts[0]);
    const [, width, height] = svg.match(/width="(\d+)" height="(\d+)"/)!.map(Number);
    const png = decode(await svgToPng(svg));
    expect([png.width, png.height]).to.deep.equal([2 * width, 2 * height]);
    expect(new Set(new Uint32Array(png.data.slice().buffer)).size).to.be.greaterThan(4);
  });
});
