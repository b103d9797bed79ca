import { expect } from 'chai';
import { qcycle } from '../helpers/qcycle.js';

describe('qcycle networks', () => {
  it('lists the boards of every network', async () => {
    const { code, stdout } = await qcycle(['networks', '--json', '-']);
    expect(code).to.equal(0);
    const boardsOf = new Map(JSON.parse(stdout).map(({ name, boards }: Record<string, unknown>) => [name, boards]));
    for (const name of ['lfc-w1a1', 'cnv-w2a2', 'dorefanet', 'tinier-yolo']) {
      expect(boardsOf.get(name), name).to.deep.equal(['ultra96', 'pynq-z1', 'pynq-z2']);
    }
    expect(boardsOf.get('mobilenet-v1')).to.deep.equal(['gapuino']);
    for (const name of ['mobilenet-v1-0.5-160', 'resnet50']) {
      expect(boardsOf.get(name), name).to.deep.equal(['gapuino', 'kv260', 'zcu102', 'zcu104']);
    }
  });
});
