import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { packagePath } from '../../../sim/core/package-root.js';
import { runJob } from '../../../sim/drivers/device.js';
import { RECORDINGS } from '../../../sim/drivers/devices/open-device.js';
import { outputsOf, parseRecording, recordingOf } from '../../../sim/drivers/devices/recording.js';
import { ReplayDevice } from '../../../sim/drivers/devices/replay-device.js';
import { SimulatorDevice } from '../../../sim/drivers/devices/simulator-device.js';
import { digitsJob } from '../../helpers/devices.js';
import { expectOnlyInputErrors, inputErrorFrom, inputErrorOf } from '../../helpers/input-error.js';

const DAY = new Date('2026-11-21T03:00:00Z');

describe('a recording', () => {
  let folder: string;
  let text: string;
  const job = digitsJob('lfc-w1a2', 20);
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'qcycle-recording-'));
    const device = new SimulatorDevice();
    const recording = recordingOf(await device.describe(), job, await runJob(device, job), [3, 1, 2, 5], DAY);
    text = JSON.stringify(recording);
    writeFileSync(join(folder, 'one.json'), text);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('gives a run again as it was', async () => {
    const replay = new ReplayDevice('lab', folder);
    const [ours, theirs] = [await runJob(replay, job), await runJob(new SimulatorDevice(), job)];
    expect(ours.outputs).to.deep.equal(theirs.outputs);
    const { predictions, scores, accuracy, cycles, microseconds } = theirs.run;
    expect(ours.run).to.deep.include({ predictions, scores, accuracy, cycles, microseconds });
  });

  it('keeps samples, median and spread', () => {
    const { recorded, medianMicroseconds, spreadPercent } = parseRecording(text, 'one.json');
    expect({ recorded, medianMicroseconds, spreadPercent }).to.deep.equal({
      recorded: '2026-11-21T03:00:00Z',
      medianMicroseconds: 2.5,
      spreadPercent: 160,
    });
  });

  it('is for the same network, weights, images and board alone', async () => {
    const replay = new ReplayDevice('lab', folder);
    const nothing = /^lab: no recording of lfc-w1a2, .* recorded: 20 images on ultra96$/;
    const pixels = job.pictures!.pixels.slice();
    pixels[300] ^= 255;
    expect(await inputErrorFrom(replay.load({ ...job, pictures: { pixels } }))).to.match(nothing);
    expect(await inputErrorFrom(replay.load({ ...job, images: 19 }))).to.match(nothing);
    expect(await inputErrorFrom(replay.load(digitsJob('lfc-w1a2', 20, 'pynq-z1')))).to.match(nothing);
    const { pictures: _, ...timing } = job;
    expect(await inputErrorFrom(replay.load(timing))).to.match(nothing);
    const [first, ...layers] = job.network.layers;
    const { parameters } = first as Extract<typeof first, { op: 'fullyConnected' }>;
    const thresholds = parameters!.thresholds.map((threshold, index) => (index === 9 ? threshold + 1 : threshold));
    const changed = { ...first, parameters: { ...parameters!, thresholds } } as typeof first;
    const network = { ...job.network, layers: [changed, ...layers] };
    expect(await inputErrorFrom(replay.load({ ...job, network }))).to.match(nothing);
  });

  it('says what is wrong with one that is damaged', () => {
    expect(inputErrorOf(() => parseRecording(text.slice(0, 700), 'one.json'))).to.match(/^one.json:1:\d+: /);
    const { outputs, ...rest } = JSON.parse(text);
    const cut = { ...rest, outputs: { ...outputs, data: outputs.data.slice(0, 40) } };
    expect(inputErrorOf(() => outputsOf(cut, 'one.json'))).to.match(/^one.json: damaged gzip data/);
    const narrow = { ...rest, outputs: { ...outputs, columns: 8 } };
    expect(inputErrorOf(() => outputsOf(narrow, 'one.json'))).to.match(/^one.json: outputs of 160 bytes, expected 20/);
  });

  it('may be any text', () => {
    const mutated = fc
      .tuple(fc.nat(text.length - 1), fc.nat(30), fc.string({ maxLength: 8 }))
      .map(([from, length, put]) => {
        return text.slice(0, from) + put + text.slice(from + length);
      });
    const read = (each: string) => outputsOf(parseRecording(each, 'some.json'), 'some.json');
    fc.assert(
      fc.property(mutated, (each) => expectOnlyInputErrors(() => read(each))),
      { numRuns: 40 },
    );
  });

  it('is shipped of silicon and of the reference', () => {
    const shipped = packagePath(RECORDINGS);
    const recordings = readdirSync(shipped).map((file) =>
      parseRecording(readFileSync(join(shipped, file), 'utf8'), file),
    );
    const published = recordings.filter(({ source }) => source !== undefined);
    expect(new Set(published.map(({ run }) => run.machine))).to.have.keys('fabric', 'gap8', 'dpu');
    expect(recordings.filter(({ device }) => device.kind === 'reference').length).to.be.at.least(2);
  });
});
