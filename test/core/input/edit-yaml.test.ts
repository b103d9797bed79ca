import { expect } from 'chai';
import fc from 'fast-check';
import { parse } from 'yaml';
import { editYaml } from '../../../sim/core/input/edit-yaml.js';

const text = `# kept
name: old   # kept too
layers:
  - { name: a, channels: 64 }
  - name: b
    shape: [4, 4]
`;

describe('editYaml', () => {
  it('replaces values, and keeps everything else', () => {
    const edited = editYaml(
      text,
      [
        { path: ['layers', 1, 'shape'], value: [2, 8] },
        { path: ['name'], value: 'new' },
        { path: ['layers', 0, 'channels'], value: 48 },
      ],
      'layers',
    );
    const expected = text.replace('old', 'new').replace('64', '48').replace('[4, 4]', '[2, 8]');
    expect(edited).to.equal(expected);
  });

  it('puts a missing key before another one, in JSON too', () => {
    const key = { path: ['file'], value: 'a.qci' } as const;
    expect(editYaml(text, [key], 'layers')).to.equal(text.replace('layers:', 'file: a.qci\nlayers:'));
    expect(JSON.parse(editYaml('{"name": "x", "layers": []}', [key], 'layers'))).to.deep.equal({
      name: 'x',
      file: 'a.qci',
      layers: [],
    });
  });

  it('refuses a place that is not there', () => {
    expect(() => editYaml(text, [{ path: ['layers', 0, 'kernel'], value: 1 }], 'layers')).to.throw(
      'no value at layers.0.kernel',
    );
  });

  it('writes any string so that it is read back', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(parse(editYaml(text, [{ path: ['name'], value }], 'layers')).name).to.equal(value);
      }),
    );
  });
});
