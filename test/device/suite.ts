import { expect } from 'chai';
import { type Device, type DeviceDescription, type DeviceResult, runJob } from '../../sim/drivers/device.js';
import { boardProblem } from '../../sim/drivers/devices/check-device.js';
import type { Job } from '../../sim/drivers/job.js';
import { judgeTiming, valueProblems } from '../../sim/drivers/judge-device.js';
import { computeLayerCodes } from '../../sim/drivers/layer-codes.js';
import { usualJob } from '../../sim/drivers/usual-job.js';

const DIGITS = ['lfc-w1a1', 'lfc-w1a2'] as const;
/** Images whose values are compared, and whose layers are. */
const IMAGES = 100;
const IMAGES_OF_LAYERS = 5;
/** Images of simulated RTL, which is built anew for every run: its values and every handshake are compared in the same run. */
const RTL_IMAGES = 2;
const RTL_MILLISECONDS = 1_800_000;
/** Images whose time is compared: so many that a host's microseconds do not count. */
const TIMED_IMAGES = 10_000;
/** As the application of the pruning tutorial was timed. */
const DPU_THREADS = [1, 8] as const;
const DPU_IMAGES = 5000;
const USUAL_BOARD = 'ultra96';

/** The same checks of values and times for any device: what it tells has to be right, and what it does not tell is left out. */
export function describeDevice(name: string, open: () => Device | Promise<Device>): void {
  describe(`the device ${name}`, () => {
    let device: Device;
    let description: DeviceDescription;
    before(async () => {
      device = await open();
      description = await device.describe();
    });
    after(() => device?.close());

    const skipUnless = (test: Mocha.Context, told: boolean, what: string) => {
      if (told) return;
      test.test!.title += ` (${name} tells no ${what})`;
      test.skip();
    };
    const board = () => description.board ?? USUAL_BOARD;
    const digits = (network: string, images: number): Job => usualJob(network, board(), images);
    /** A job whose time is told: of the silicon's board without values, unless the device needs them. */
    const timed = (network: string): Job => {
      const { pictures, ...job } = digits(network, TIMED_IMAGES);
      const asks = description.kind === 'pynq' && pictures !== undefined;
      return asks ? { ...job, pictures } : job;
    };

    it('says what it is', () => {
      expect(description.name).to.equal(device.name);
      expect(description.versions).to.have.property('qcycle');
    });

    it('runs at the clock of its model', function () {
      skipUnless(this, description.clockMHz !== undefined, 'clock');
      expect(boardProblem(description)).to.equal(undefined);
    });

    for (const network of DIGITS) {
      it(`gives every value of ${network} as the model does, and the same again`, async function () {
        if (description.kind === 'rtl') this.timeout(RTL_MILLISECONDS);
        skipUnless(this, description.values !== 'none', 'values');
        const job = digits(network, description.kind === 'rtl' ? RTL_IMAGES : IMAGES);
        const first = await runJob(device, job);
        await expectRight(job, first);
        expect(first.crossCheck?.difference).to.equal(undefined);
        if (description.kind === 'rtl') return;
        await device.run();
        const second = await device.collect();
        expect(second.outputs).to.deep.equal(first.outputs);
        expect(second.run.predictions).to.deep.equal(first.run.predictions);
      });

      it(`gives every layer of ${network} as the model does`, async function () {
        skipUnless(this, description.layerCodes, 'layers');
        const job = { ...digits(network, IMAGES_OF_LAYERS), layerCodes: true };
        const { layerCodes } = await runJob(device, job);
        expect(layerCodes).to.deep.equal(computeLayerCodes(job));
      });

      it(`takes the time of ${network} that the model says`, async function () {
        skipUnless(this, ['sim', 'replay', 'pynq'].includes(description.kind), 'time of this machine');
        const job = timed(network);
        const { run } = await runJob(device, job);
        const timing = await judgeTiming(job, run, run.microseconds);
        expect(timing, 'a clock').to.not.equal(undefined);
        expect(timing!.errorPercent).to.be.within(-timing!.bandPercent, timing!.bandPercent);
      });
    }

    it('takes the time of mobilenet-v1 on GAP8 that the model says', async function () {
      skipUnless(this, ['sim', 'replay', 'gap8'].includes(description.kind), 'time of this machine');
      const job = usualJob('mobilenet-v1', description.board ?? 'gapuino', 1);
      const { run } = await runJob(device, job);
      const timing = await judgeTiming(job, run, run.microseconds);
      expect(timing!.errorPercent).to.be.within(-timing!.bandPercent, timing!.bandPercent);
    });

    for (const threads of DPU_THREADS) {
      it(`takes the time of mobilenet-v2 on a DPU with ${threads} host threads that the model says`, async function () {
        skipUnless(this, ['sim', 'replay', 'dpu'].includes(description.kind), 'time of this machine');
        const job = usualJob('mobilenet-v2', description.board ?? 'zcu102', description.images ?? DPU_IMAGES);
        const { run } = await runJob(device, { ...job, threads });
        const timing = await judgeTiming({ ...job, threads }, run, run.microseconds);
        expect(timing!.errorPercent).to.be.within(-timing!.bandPercent, timing!.bandPercent);
      });
    }

    it('tells figures that fit together', async function () {
      skipUnless(this, !['rtl', 'dpu'].includes(description.kind), 'more than that');
      const gap8 = description.kind === 'gap8';
      const job = gap8 ? usualJob('mobilenet-v1', board(), 1) : digits('lfc-w1a1', IMAGES);
      const { run } = await runJob(device, job);
      expect(run.images).to.equal(job.images);
      expect(run.microsecondsPerImage * run.images).to.be.closeTo(run.microseconds, 1e-6 * run.microseconds);
      expect((run.imagesPerSecond * run.microseconds) / 1e6).to.be.closeTo(run.images, 1e-6 * run.images);
      if (run.clockMHz !== undefined) {
        expect(run.cycles! / run.clockMHz).to.be.closeTo(run.microseconds, 1e-3 * run.microseconds);
      }
    });
  });
}

async function expectRight(job: Job, result: DeviceResult): Promise<void> {
  const { outputs, run } = result;
  expect(outputs !== null || run.predictions !== undefined, 'outputs or classes').to.equal(true);
  expect(await valueProblems(job, result)).to.deep.equal([]);
  expect(run.accuracy?.total).to.equal(job.images);
}
