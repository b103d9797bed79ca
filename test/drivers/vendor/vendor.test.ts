import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { loadTrace } from '../../../sim/cli/traces.js';
import { parseAppMt } from '../../../sim/drivers/vendor/app-mt.js';
import { parseBnnTimes } from '../../../sim/drivers/vendor/bnn-times.js';
import { parseLayerTable } from '../../../sim/drivers/vendor/layer-table.js';
import { parseCallTime } from '../../../sim/drivers/vendor/notebook-times.js';
import { parseVaitraceTable } from '../../../sim/drivers/vendor/vaitrace-table.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { transcript } from '../../helpers/stand-ins.js';

const [bnn, app, table, notebook, profile] = ['bnn-pynq', 'app-mt', 'gap8-table', 'qnn-mo-pynq', 'vaitrace-table'].map(
  (name) => readFileSync(transcript(name), 'utf8'),
);
const lines = (text: string, from: number, to: number) => text.split('\n').slice(from, to).join('\n');

describe('parseBnnTimes', () => {
  it("yields the LFC notebook's times", () => {
    const ofSilicon = { microseconds: 28040, microsecondsPerImage: 2.8, imagesPerSecond: 356633.39 };
    expect(parseBnnTimes(bnn, 'lfc')).to.deep.equal([
      ofSilicon,
      ofSilicon,
      { microseconds: 171891.99, microsecondsPerImage: 17189.2, imagesPerSecond: 58.18 },
      { microseconds: 1282747.97, microsecondsPerImage: 128274.8, imagesPerSecond: 7.8 },
    ]);
    expect(parseBnnTimes(lines(bnn, 0, 2), 'lfc', 10_000)).to.deep.equal([ofSilicon]);
  });

  it('says what is damaged, and in which line', () => {
    expect(inputErrorOf(() => parseBnnTimes('Bus error\n', 'lfc'))).to.equal(
      'lfc: found no times, expected "Inference took ..."',
    );
    expect(inputErrorOf(() => parseBnnTimes(lines(bnn, 0, 3), 'lfc'))).to.match(/^lfc:3: damaged times, expected/);
    expect(inputErrorOf(() => parseBnnTimes(bnn.replace('28040.00', '280x0.00'), 'lfc'))).to.match(/^lfc:1: damaged/);
    expect(inputErrorOf(() => parseBnnTimes(bnn.replace('2.80 usec', '2.90 usec'), 'lfc'))).to.equal(
      'lfc:1: 28040 us for 10000 images, but 2.9 us per image',
    );
    expect(inputErrorOf(() => parseBnnTimes(lines(bnn, 0, 2), 'lfc', 9000))).to.match(
      /^lfc:1: 28040 us for 9000 images/,
    );
  });
});

describe('parseAppMt', () => {
  it('yields the four frame rates of the pruning tutorial', () => {
    const runs = parseAppMt(app, 'app');
    expect(runs.map(({ model, threads, framesPerSecond }) => [model, threads, framesPerSecond])).to.deep.equal([
      ['mobilenetv2_np.xmodel', 1, 284.48],
      ['mobilenetv2_np.xmodel', 8, 752.72],
      ['mobilenetv2_pr.xmodel', 1, 425.99],
      ['mobilenetv2_pr.xmodel', 8, 1189.79],
    ]);
    expect(runs.map(({ correct, accuracy }) => [correct, accuracy])).to.deep.equal([
      [4548, 0.9096],
      [4548, 0.9096],
      [4641, 0.9282],
      [4641, 0.9282],
    ]);
    expect(runs.map(({ seconds }) => seconds)).to.deep.equal([17.5758, 6.6426, 11.7374, 4.2024]);
  });

  it('says what is damaged, and in which line', () => {
    const damage = (from: string, to: string) => inputErrorOf(() => parseAppMt(app.replace(from, to), 'app'));
    expect(inputErrorOf(() => parseAppMt('Traceback', 'app'))).to.equal(
      'app: found no run, expected "Command line options:"',
    );
    expect(inputErrorOf(() => parseAppMt(lines(app, 0, 20), 'app'))).to.match(/^app:15: a damaged run/);
    expect(damage('Throughput=284.48', 'Throughput=')).to.match(/^app:2: a damaged run/);
    expect(damage('284.48', '294.48')).to.equal('app:2: 5000 frames in 17.5758 seconds, but 294.48 fps');
    const slow = 'Throughput=0.00 fps, total frames = 1, time=500.0000 seconds';
    expect(damage('Throughput=284.48 fps, total frames = 5000, time=17.5758 seconds', slow)).to.equal(
      'app:2: no thread, no frame, no time or no rate',
    );
    expect(damage('Wrong:452', 'Wrong:451')).to.equal('app:2: 4548 correct and 451 wrong of 5000 frames');
    expect(damage('Accuracy:0.9096', 'Accuracy:0.9196')).to.equal('app:2: 4548 of 5000 correct, but accuracy 0.9196');
  });
});

describe('parseLayerTable', () => {
  it('yields the 29 rows of the published table, and their sums', () => {
    const { layers, total } = parseLayerTable(table, 'gap8', 29);
    const published = loadTrace('gap8-mobilenet-v1').rows.map(({ measured }) => measured);
    const figures = [total, ...layers].map(({ name: _, ...row }) => row);
    expect(figures).to.deep.equal(published);
    expect(layers.map(({ name }) => name)).to.deep.equal(Array.from({ length: 29 }, (_, index) => `Layer${index}`));
  });

  it('says what is damaged, and in which line', () => {
    const damage = (from: RegExp | string, to: string) =>
      inputErrorOf(() => parseLayerTable(table.replace(from, to), 'gap8'));
    expect(inputErrorOf(() => parseLayerTable('OpenOCD: timeout', 'gap8'))).to.match(/^gap8: found no table/);
    expect(inputErrorOf(() => parseLayerTable(lines(table, 0, 20), 'gap8'))).to.equal(
      'gap8:20: the table is cut off, expected the row Total',
    );
    expect(inputErrorOf(() => parseLayerTable(table, 'gap8', 28))).to.equal('gap8:35: 29 layers, expected 28');
    expect(damage(/\| Layer7 .*\n/, '')).to.equal('gap8:12: found Layer8, expected Layer7 or Total');
    expect(damage('6087978', '6087979')).to.match(
      /^gap8:35: the layers have 154048637 cycles, but the total is 154048636/,
    );
    expect(damage('0.809281', '0.909281')).to.match(
      /^gap8:6: Layer1: 4014080 operations in 4960060 cycles, but 0.909281/,
    );
    expect(damage('| 8925415 ', '| 89x5415 ')).to.equal('gap8:7: found no row of the table, expected Layer2 or Total');
  });
});

describe('parseCallTime', () => {
  it("yields the time of the notebook's call", () => {
    expect(parseCallTime(notebook, 'notebook')).to.equal(28266);
    expect(inputErrorOf(() => parseCallTime(notebook.replace('HW', 'SW'), 'notebook'))).to.match(
      /^notebook: found no time/,
    );
  });
});

describe('parseVaitraceTable', () => {
  it('finds its columns by their heads, and says what is damaged, and in which line', () => {
    const damage = (from: RegExp | string, to: string) =>
      inputErrorOf(() => parseVaitraceTable(profile.replace(from, to), 'profile'));
    const older = profile.replace('SW_RT | HW_RT', 'RT    | Perf ');
    expect(parseVaitraceTable(older, 'profile').map(({ microseconds }) => microseconds)).to.deep.equal([210, 300, 100]);
    expect(damage(/HW_RT/, 'ms')).to.equal('profile:6: the table has no time, expected a column HW_RT or RT');
    expect(damage('| 0.125 ', '')).to.match(/^profile:8: a damaged row of the table, expected 9 columns/);
    expect(damage('0.125', 'nan')).to.match(/^profile:8: a damaged row/);
    expect(inputErrorOf(() => parseVaitraceTable(lines(profile, 0, 10), 'profile'))).to.match(
      /^profile:10: the table is cut off/,
    );
  });
});

describe('all parsers of what boards print', () => {
  it('take any text, or say in one line what is wrong with it', () => {
    const parsers = [parseBnnTimes, parseAppMt, parseLayerTable, parseCallTime, parseVaitraceTable];
    const mutated = fc
      .tuple(fc.constantFrom(bnn, app, table, notebook, profile), fc.nat(), fc.nat(30), fc.string({ maxLength: 20 }))
      .map(([text, place, length, put]) => {
        const from = place % text.length;
        return text.slice(0, from) + put + text.slice(from + length);
      });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.string()), (text) => {
        for (const parse of parsers) expectOnlyInputErrors(() => parse(text, 'some output'));
      }),
      { numRuns: 500 },
    );
  });
});
