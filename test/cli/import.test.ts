import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadNetwork } from '../../sim/nn/load-network.js';
import { qcycle } from '../helpers/qcycle.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';
import { SINGLE_OPERATORS } from '../helpers/tflite-models.js';

const least = (smallest: number) => smallest;

describe('qcycle import', function () {
  this.timeout(30_000);

  it('writes a network file and its parameters', async () => {
    await inTemporaryFolder(async (folder) => {
      const model = join(folder, 'My model.tflite');
      writeFileSync(model, SINGLE_OPERATORS.CONV_2D(least));
      const out = join(folder, 'new', 'folder');
      const { code, stdout, stderr } = await qcycle(['import', model, '--out', out, '--json', '-']);
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
      const files = ['yaml', 'qci'].map((extension) => join(out, `My-model.${extension}`));
      expect(JSON.parse(stdout)).to.deep.equal({ name: 'My-model', input: [1, 1, 1], layers: 1, macs: 1, files });
      const [layer] = loadNetwork(files[0]).layers;
      expect(layer).to.include({ name: 'conv_2d-0', op: 'integerConvolution' });
    });
  });

  it('refuses a damaged model with one line and writes nothing', async () => {
    await inTemporaryFolder(async (folder) => {
      const model = join(folder, 'm.tflite');
      writeFileSync(model, SINGLE_OPERATORS.ADD(least).subarray(0, 100));
      const out = join(folder, 'out');
      const { code, stdout, stderr } = await qcycle(['import', model, '--out', out]);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
      expect(stderr).to.match(/^qcycle: [^\n]*m\.tflite: [^\n]* but the file has 100 bytes\n$/);
      expect(existsSync(out)).to.equal(false);
    });
  });

  it('refuses a name that is none', async () => {
    await inTemporaryFolder(async (folder) => {
      const model = join(folder, 'm.tflite');
      writeFileSync(model, SINGLE_OPERATORS.ADD(least));
      const { code, stderr } = await qcycle(['import', model, '--out', folder, '--name', '../x']);
      expect(code).to.equal(2);
      expect(stderr).to.include('m.tflite: as a network: name: ');
    });
  });
});
