import { expect } from 'chai';
import { qcycle } from '../helpers/qcycle.js';

describe('qcycle networks', () => {
  it('lists the boards of every network', async () => {
    const { code, stdout } = await qcycle(['networks', '--json', '-']);
    expect(code).to.equal(0);
    for (const { name, boards } of JSON.parse(stdout)) {
      expect(boards, name).to.deep.equal(name === 'mobilenet-v1' ? ['gapuino'] : ['ultra96', 'pynq-z1', 'pynq-z2']);
    }
  });
});
