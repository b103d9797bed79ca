import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadAnyNetwork, noWeights } from '../../sim/drivers/load-network.js';
import type { Network } from '../../sim/nn/network.js';
import { inputErrorOf } from '../helpers/input-error.js';
import { sharedData } from '../helpers/shared-data.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

/** One convolution for the engine W1A2, as a layers file of QNN-MO-PYNQ. */
const LAYERS = {
  network: 'dorefanet',
  layers: [
    {
      name: 'conv1',
      func: 'conv_layer',
      kernel_shape: 3,
      kernel_stride: 1,
      padding: 1,
      input: [4, 8, 8],
      output: [6, 8, 8],
    },
  ],
};

async function loadFrom(content: object): Promise<Network> {
  const networks: Network[] = [];
  await inTemporaryFolder((folder) => {
    const file = join(folder, 'layers.json');
    writeFileSync(file, JSON.stringify(content));
    networks.push(loadAnyNetwork(file));
  });
  return networks[0];
}

describe('loadAnyNetwork', () => {
  it('takes shipped networks by their names', () => {
    expect(loadAnyNetwork('dorefanet').layers).to.have.length(7);
  });

  it('takes the offloaded part of a layers file for the engine that was built for its network', async () => {
    const { name, layers } = await loadFrom(LAYERS);
    expect(name).to.equal('dorefanet');
    expect(layers.map(({ outputShape }) => outputShape)).to.deep.equal([[8, 8, 6]]);
  });

  it('tells where the parameters of a layers file lie, in a folder or an archive, and from which index on', async () => {
    const content = { ...LAYERS, binparam: 'set', binparam_skip: 3 };
    await inTemporaryFolder((folder) => {
      const file = join(folder, 'layers.json');
      writeFileSync(file, JSON.stringify(content));
      writeFileSync(join(folder, 'set.tar'), '');
      expect(loadAnyNetwork(file).parameterFiles).to.deep.equal({ path: join(folder, 'set.tar'), firstIndex: 3 });
      mkdirSync(join(folder, 'set'));
      const found = { path: join(folder, 'set'), firstIndex: 3 };
      expect(loadAnyNetwork(file).parameterFiles).to.deep.equal(found);
      writeFileSync(file, JSON.stringify({ ...content, binparam: found.path }));
      expect(loadAnyNetwork(file).parameterFiles).to.deep.equal(found);
      writeFileSync(file, JSON.stringify({ ...content, use_binparams: false }));
      expect(loadAnyNetwork(file).parameterFiles).to.deep.equal({ firstIndex: 3 });
    });
  });

  it('tells where parameters were looked for in vain', () =>
    inTemporaryFolder((folder) => {
      const file = join(folder, 'layers.json');
      const set = join(folder, 'set');
      for (const binparam of ['set', set]) {
        writeFileSync(file, JSON.stringify({ binparam, ...LAYERS }, null, 1));
        const { message } = noWeights(loadAnyNetwork(file), 'give some');
        expect(message).to.equal(`${file}:2:14: binparam: neither ${set} nor ${set}.tar is there: give some`);
      }
      writeFileSync(file, JSON.stringify(LAYERS));
      expect(noWeights(loadAnyNetwork(file), 'give some').message).to.equal('dorefanet has no weights: give some');
    }));

  it('refuses a network for which no engine was built', async () => {
    const error = await loadFrom({ ...LAYERS, network: 'dorefanett' }).then(
      () => '',
      (reason: Error) => reason.message,
    );
    expect(error).to.match(/no engine is known for the network dorefanett, allowed: dorefanet, tinier-yolo/);
  });

  it('refuses a file that is not there', () => {
    expect(inputErrorOf(() => loadAnyNetwork('nowhere.json'))).to.match(/^nowhere\.json: no such file/);
  });

  for (const name of ['dorefanet', 'tinier-yolo']) {
    it(`reads the original's layers file of ${name} as the shipped network`, function () {
      const file = sharedData(this, `qnn-mo-pynq/${name}-layers.json`);
      const { layers, input } = loadAnyNetwork(file);
      const shipped = loadAnyNetwork(name);
      expect(layers).to.deep.equal(shipped.layers);
      expect(input).to.deep.equal(shipped.input);
    });
  }
});
