import { readFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';
import { expect } from 'chai';
import { packagePath } from '../../../sim/core/package-root.js';

const kernels = packagePath('sim/nn/kernels');

describe('kernels.wasm', () => {
  it('is what its source compiles to', async () => {
    const { scripts } = JSON.parse(readFileSync(packagePath('package.json'), 'utf8'));
    const [, ...options] = scripts.kernels.split(' ');
    const written = new Map<string, Uint8Array>();
    const { error, stderr } = await asc.main(['--baseDir', packagePath('.'), ...options], {
      writeFile: (name, contents) => {
        written.set(name, contents as Uint8Array);
      },
    });
    expect(error, stderr.toString()).to.equal(null);
    expect([...written.values()]).to.have.lengthOf(1);
    expect(Buffer.compare([...written.values()][0], readFileSync(`${kernels}/kernels.wasm`))).to.equal(0);
  });
});
