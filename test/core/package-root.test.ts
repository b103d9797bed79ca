import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { packagePath, packageVersion } from '../../sim/core/package-root.js';

describe('the package root', () => {
  it('is the folder of package.json', () => {
    expect(JSON.parse(readFileSync(packagePath('package.json'), 'utf8'))).to.include({ name: 'qcycle' });
  });

  it('gives the version that package.json has', () => {
    expect(packageVersion()).to.match(/^\d+\.\d+\.\d+/);
  });
});
