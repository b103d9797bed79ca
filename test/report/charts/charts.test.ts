import { expect } from 'chai';
import { loadTraces } from '../../../sim/cli/traces.js';
import { type Chart, type ChartName, chartRecords, type ReportRecord } from '../../../sim/report/index.js';
import type { RunRecord } from '../../../sim/report/records/run-record.js';
import { exploreExample } from '../../helpers/explore-record.js';
import { dorefanetRecord, dpuRecord, gap8Record, lfcRecord, tableExample } from '../../helpers/report-records.js';

type Row = Readonly<Record<string, unknown>>;

function allCharts(records: readonly ReportRecord[]): Chart[] {
  const report = chartRecords(records, loadTraces());
  return [...report.records.flatMap(({ charts }) => charts), ...report.across];
}

function namesOf(records: readonly ReportRecord[]): ChartName[] {
  return allCharts(records).map(({ name }) => name);
}

/** The rows that a chart draws. */
function rowsOf(records: readonly ReportRecord[], name: ChartName): readonly Row[] {
  const found = allCharts(records).find((chart) => chart.name === name)!;
  return (found.spec.data as { readonly values: readonly Row[] }).values;
}

function total(rows: readonly Row[], field: string): number {
  return rows.reduce((sum, row) => sum + Number(row[field]), 0);
}

describe('the charts', () => {
  let lfc: RunRecord;
  let dorefanet: RunRecord;

  before(async () => {
    [lfc, dorefanet] = [await lfcRecord(), await dorefanetRecord()];
  });

  it('of a record are those that it has data for', () => {
    const { profile: _, ...unprofiled } = lfc;
    expect(namesOf([lfc])).to.deep.equal(['pipeline', 'timeline', 'occupancy', 'hardware-software']);
    expect(namesOf([{ ...unprofiled, board: 'pynq-z1' }])).to.deep.equal(['pipeline']);
    expect(namesOf([dorefanet])).to.deep.equal([
      'pipeline',
      'calls',
      'top-classes',
      'platform-time',
      'platform-operations',
      'platform-rate',
      'hardware-software',
    ]);
    expect(namesOf([tableExample()])).to.deep.equal(['measured', 'bounds']);
    expect(namesOf([exploreExample()])).to.deep.equal(['pareto-lut', 'pareto-bram']);
    expect(namesOf([{ ...exploreExample(), members: [], references: [] }])).to.deep.equal([]);
  });

  it('of the pipeline has all cycles of an image for every layer, and the streams between them', () => {
    const rows = rowsOf([lfc], 'pipeline');
    for (const { name } of lfc.layers) {
      const ofLayer = rows.filter(({ layer }) => layer === name);
      expect(total(ofLayer, 'cycles')).to.be.closeTo(lfc.cyclesPerImage, 1e-6);
      expect(total(ofLayer, 'share')).to.be.closeTo(1, 1e-9);
    }
    const text = JSON.stringify(allCharts([lfc])[0].spec);
    for (const stream of ['inter0 16/16', 'inter1 8/8', 'inter2 16/16'])
      expect(text).to.include(`"stream":"${stream}"`);
  });

  it('of a machine without streams say nothing of any', () => {
    const charts = allCharts([gap8Record()]);
    expect(charts.map(({ name }) => name)).to.deep.equal(['pipeline', 'calls']);
    for (const { title, description } of charts)
      expect(`${title} ${description}`).to.not.match(/stream|pipeline|engine/i);
  });

  it('of a machine with threads have their curve, and where it is saturated', () => {
    const record = dpuRecord();
    expect(namesOf([record])).to.deep.equal(['pipeline', 'calls', 'threads']);
    const { points, saturationThreads } = record.threadCurve!;
    expect(rowsOf([record], 'threads')).to.deep.equal(points);
    expect(points[saturationThreads - 1].imagesPerSecond).to.be.at.least(0.99 * points[15].imagesPerSecond);
  });

  it('of the timeline has every cycle of every block in one place', () => {
    const { blocks, cycles } = lfc.profile!;
    const rows = rowsOf([lfc], 'timeline');
    blocks.forEach(({ name }, strip) => {
      const area = rows
        .filter(({ of }) => of === name)
        .reduce((sum, row) => sum + (Number(row.bottom) - Number(row.top)) * (Number(row.to) - Number(row.from)), 0);
      expect(area).to.be.closeTo(0.8 * cycles, 1e-6);
      const edges = rows.filter(({ of }) => of === name).flatMap(({ top, bottom }) => [Number(top), Number(bottom)]);
      expect(Math.min(...edges)).to.be.at.least(strip - 1e-9);
      expect(Math.max(...edges)).to.be.at.most(strip + 0.8 + 1e-9);
    });
  });

  it('of the streams follow each other without a gap, and a full stream fills its strip', () => {
    const rows = rowsOf([lfc], 'occupancy').filter(({ of }) => of === 'inter1');
    expect(rows[0].from).to.equal(0);
    expect(rows.at(-1)!.to).to.equal(lfc.profile!.cycles);
    for (const [index, { from }] of rows.slice(1).entries()) expect(from).to.equal(rows[index].to);
    const full = rows.filter(({ most, depth }) => most === depth);
    expect(full).not.to.be.empty;
    for (const { mostTop } of full) expect(mostTop).to.be.closeTo(2, 1e-9);
  });

  it('of the calls lie one behind the other', () => {
    const rows = rowsOf([dorefanet], 'calls');
    expect(Math.max(...rows.map(({ to }) => Number(to)))).to.equal(dorefanet.cycles);
    const startOf = (layer: string) => rows.find(({ of }) => of === layer)!.from;
    const [conv1, conv2] = dorefanet.layers;
    expect([startOf('conv1'), startOf('conv2'), startOf('conv3')]).to.deep.equal([
      0,
      conv1.cycles,
      conv1.cycles + conv2.cycles,
    ]);
  });

  it('of hardware and software set published software times beside simulated ones', () => {
    const rows = rowsOf([lfc, dorefanet], 'hardware-software');
    const timeOf = (network: string, side: string) =>
      rows.find((row) => row.network === network && row.side === side)?.microseconds;
    expect(timeOf('lfc-w1a1 on ultra96', 'software, measured')).to.equal(17189.2);
    expect(timeOf('lfc-w1a1 on ultra96', 'hardware, measured')).to.equal(2.8);
    expect(timeOf('lfc-w1a1 on ultra96', 'hardware, simulated')).to.be.closeTo(2.8037, 0.0001);
    expect(timeOf('dorefanet on ultra96', 'software, measured')).to.equal(143_881_386);
    const twice = rowsOf([lfc, lfc], 'hardware-software').map(({ network }) => network);
    expect([...new Set(twice)]).to.deep.equal(['lfc-w1a1 on ultra96', 'lfc-w1a1 on ultra96 on run 2']);
    const few = rowsOf([{ ...lfc, images: 7 }], 'hardware-software').map(({ side }) => side);
    expect(few).to.deep.equal(['hardware, simulated', 'software, measured']);
  });

  it('of the platforms have the time, the operations and the rate of the published call', () => {
    const rows = rowsOf([dorefanet], 'platform-rate');
    const [software, call, fabric] = rows;
    expect(software.seconds).to.be.closeTo(0.751295, 1e-9);
    expect(software.mops).to.be.closeTo(238.16, 0.01);
    expect(call.mopsPerSecond).to.be.closeTo(66_950, 5);
    expect(fabric.mops).to.be.closeTo(1892.403648, 1e-9);
    expect(fabric.seconds).to.equal(dorefanet.microsecondsPerImage / 1e6);
  });

  it('of a table leave out counts and figures that are equal, and bounds', () => {
    expect(rowsOf([tableExample()], 'measured').map(({ row, error }) => [row, error])).to.deep.equal([['a', -2]]);
    expect(rowsOf([tableExample()], 'bounds').map(({ row, side, value }) => [row, side, value])).to.deep.equal([
      ['c', 'measured', 1000],
      ['c', 'model', 10],
    ]);
  });

  it('of foldings have a point for each, with its folding and resources', () => {
    const explored = exploreExample();
    const rows = rowsOf([explored], 'pareto-lut');
    expect(rows).to.have.lengthOf(explored.members.length + 1);
    const best = rows.find(({ kind }) => kind === 'best')!;
    expect(best.name).to.equal(explored.best);
    expect(best).to.include.keys('folding', 'fps', 'lut', 'bram18');
    expect(rows.find(({ name }) => name === 'm8-32')!.folding).to.equal('L0 8x32, L1 8x32, L2 8x32');
    const over = rows.filter(({ kind }) => kind === 'over budget').map(({ name }) => name);
    expect(over).to.deep.equal(explored.members.filter(({ fits }) => !fits).map(({ name }) => name));
  });
});
