import { expect } from 'chai';
import { renderComparison } from '../../sim/cli/render-comparison.js';
import { agrees, compareDevices } from '../../sim/drivers/compare.js';
import type { Device, DeviceResult } from '../../sim/drivers/device.js';
import { openDevice } from '../../sim/drivers/devices/open-device.js';
import { SimulatorDevice } from '../../sim/drivers/devices/simulator-device.js';
import { usualJob } from '../../sim/drivers/usual-job.js';
import { setCode } from '../../sim/nn/packed-matrix.js';
import { inputErrorFrom } from '../helpers/input-error.js';

/** The simulator, with a fault in what it gives for some images of every job. */
class FaultySimulator extends SimulatorDevice {
  override readonly name = 'sim' as const;

  constructor(private readonly fault: (result: DeviceResult) => void) {
    super();
  }

  override async describe() {
    return { ...(await super.describe()), name: 'faulty' };
  }

  override async collect(): Promise<DeviceResult> {
    const result = await super.collect();
    const copy = structuredClone({ ...result, run: { ...result.run } });
    this.fault(copy);
    return copy;
  }
}

const pair = (device: Device): readonly [Device, Device] => [new SimulatorDevice(), device];

describe('compareDevices', () => {
  it('finds equal what is equal, layer by layer', async () => {
    const comparison = await compareDevices(pair(new SimulatorDevice()), usualJob('lfc-w1a1', 'ultra96', 3));
    expect(agrees(comparison)).to.equal(true);
    expect(comparison.compared).to.deep.equal(['classes', 'outputs', 'L0', 'L1', 'L2', 'L3']);
    expect(renderComparison(comparison)).to.equal(
      'lfc-w1a1, sim against sim: 3 images, classes, outputs, L0, L1, L2, L3: equal',
    );
  });

  it('tells only what differs: images, layers, codes', async () => {
    const faulty = new FaultySimulator(({ run, outputs, layerCodes }) => {
      (run.predictions as number[])[2] = 8;
      setCode(outputs!, 1, 4, 1);
      const { codes } = layerCodes![2];
      codes[1024 + 5] ^= 1;
      codes[1024 + 6] ^= 1;
    });
    const comparison = await compareDevices(pair(faulty), usualJob('lfc-w1a1', 'ultra96', 3));
    const ours = await new SimulatorDevice().describe();
    expect(comparison.devices).to.deep.equal([ours.name, 'faulty']);
    expect(comparison.differences.map(({ image }) => image)).to.deep.equal([1, 2]);
    const [second, third] = comparison.differences;
    expect(second.codes.map(({ layer, codes, of }) => [layer, codes, of])).to.deep.equal([
      ['L2', 2, 1024],
      [undefined, 1, 64],
    ]);
    expect(second.codes[0].first.index).to.equal(5);
    expect(third.classes?.[1]).to.equal(8);
    const text = renderComparison(comparison).split('\n');
    expect(text).to.have.lengthOf(4);
    expect(text[1]).to.match(/^image 1: L2: 2 of 1024 codes, the first at 5: [01] on sim, [01] on faulty$/);
    expect(text[3]).to.match(/^image 2: class \d on sim, 8 on faulty$/);
  });

  it('ends where very many images differ', async () => {
    const faulty = new FaultySimulator(({ outputs }) => {
      for (let image = 0; image < outputs!.rows; image++) setCode(outputs!, image, 63, 1);
    });
    const comparison = await compareDevices(pair(faulty), usualJob('lfc-w1a1', 'ultra96', 12));
    expect(comparison.images).to.equal(10);
    expect(comparison.differences).to.have.lengthOf(10);
  });

  it('compares the cycles of layers of machines that run them one by one', async () => {
    const job = usualJob('mobilenet-v1', 'gapuino', 1);
    const comparison = await compareDevices(pair(openDevice('replay')), job);
    expect(comparison.compared).to.deep.equal(['cycles']);
    expect(comparison.layerCycles).to.have.lengthOf(29);
    expect(comparison.layerCycles[0]).to.deep.include({ layer: 'L0' });
    expect(comparison.layerCycles[0].cycles[1]).to.equal(6087978);
  });

  it('says that there is nothing to compare', async () => {
    const { pictures: _, ...timing } = usualJob('lfc-w1a1', 'ultra96', 10);
    const message = await inputErrorFrom(compareDevices(pair(new SimulatorDevice()), timing));
    expect(message).to.equal('sim and sim tell nothing that both know');
  });
});
