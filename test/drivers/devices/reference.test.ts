import { expect } from 'chai';
import fc from 'fast-check';
import { runJob } from '../../../sim/drivers/device.js';
import { computeLayerCodes } from '../../../sim/drivers/layer-codes.js';
import { loadNamedNetwork } from '../../../sim/nn/catalog.js';
import { createExecutor } from '../../../sim/nn/execute.js';
import { deviceFrom, digitsJob } from '../../helpers/devices.js';
import { inputErrorFrom } from '../../helpers/input-error.js';
import { requirePython } from '../../helpers/python.js';
import { randomCase } from '../../helpers/random-network.js';

describe('the reference device', () => {
  let python: string;
  before(function () {
    python = requirePython(this);
  });

  it('computes random networks bit by bit as the reference here does, layer by layer', async () => {
    const device = deviceFrom({ kind: 'reference', python: [python] });
    const { board, overlay, engine } = digitsJob('lfc-w1a1', 1);
    try {
      await fc.assert(
        fc.asyncProperty(randomCase(), async ({ network, pixels, images }) => {
          const job = { network, board, overlay, engine, images, pictures: { pixels }, layerCodes: true };
          const executor = createExecutor(network, { backend: 'reference' });
          const { outputs, layerCodes } = await runJob(device, { ...job, network: { ...network, classRule: 'none' } });
          expect(outputs).to.deep.equal(await executor.run(pixels, images));
          expect(layerCodes).to.deep.equal(computeLayerCodes(job));
        }),
        { numRuns: 60 },
      );
    } finally {
      await device.close();
    }
  });

  it('refuses what it cannot compute', async () => {
    const device = deviceFrom({ kind: 'reference', python: [python] });
    const { pictures: _, ...timing } = digitsJob('lfc-w1a1', 1);
    expect(await inputErrorFrom(runJob(device, timing))).to.match(/^lab: has no clock/);
    const network = loadNamedNetwork('mobilenet-v1');
    const job = { ...digitsJob('lfc-w1a1', 1), network };
    expect(await inputErrorFrom(runJob(device, job))).to.match(/does not compute the op integerConvolution of L0$/);
    await device.close();
  });

  it('refuses codes that have more bits than their type', async () => {
    // An agent that is changed before it starts, so that all its codes have all the bits of their bytes.
    const change = `sys.modules["reference"].encode = lambda codes, size: bytes([255]) * (len(codes) * size)`;
    const wrap = `import os, sys; a = sys.argv[1:]; a[4] = a[4].replace('sys.modules["serve"]', '${change}\\nsys.modules["serve"]'); os.execv(a[0], a)`;
    const device = deviceFrom({ kind: 'reference', python: [python, '-c', wrap, python] });
    try {
      expect(await inputErrorFrom(runJob(device, digitsJob('lfc-w1a1', 2)))).to.equal(
        'lab: output.bin: the code 255 has too many bits',
      );
    } finally {
      await device.close();
    }
  });

  it('refuses a job for another board', async () => {
    const device = deviceFrom({ kind: 'reference', board: 'pynq-z1', python: [python] });
    expect(await inputErrorFrom(runJob(device, digitsJob('lfc-w1a1', 1)))).to.equal(
      'lab: is a pynq-z1, the job is for ultra96',
    );
    await device.close();
  });
});
