import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { loadLabels } from '../../sim/drivers/load-labels.js';
import { writeIdx } from '../../sim/nn/data/idx.js';
import { expectOnlyInputErrors, inputErrorOf } from '../helpers/input-error.js';
import { mutated } from '../helpers/mutated.js';
import { smallNetwork } from '../helpers/small-network.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

const network = { ...smallNetwork([8, 4]), classes: Array.from({ length: 400 }, (_, index) => `${index}`) };
const PICTURES = ['photos/b.jpg', 'photos/a.jpg'];
const text = (content: string) => new TextEncoder().encode(content);

/** Labels of two pictures, one a file, from a file with such bytes. */
async function withLabels(bytes: Uint8Array, act: (load: () => Uint8Array | Uint16Array, file: string) => unknown) {
  await inTemporaryFolder((folder) => {
    const file = join(folder, 'labels');
    writeFileSync(file, bytes);
    return act(() => loadLabels(file, network, PICTURES.length, PICTURES), file);
  });
}

describe('loadLabels', () => {
  const entries = '[{"file": "a.jpg", "index": 7}, {"file": "c.jpg", "index": 9}, {"file": "b.jpg", "index": 300}]';
  for (const [form, bytes, labels] of [
    ['an idx file', writeIdx({ shape: [2], data: Uint8Array.of(3, 200) }), [3, 200]],
    ['a gzipped idx file', gzipSync(writeIdx({ shape: [2], data: Uint8Array.of(3, 200) })), [3, 200]],
    ['a number a line', text('300\r\n7\n'), [300, 7]],
    ['a list of numbers', text('[300, 7]'), [300, 7]],
    ['a list by file, in another order and with more', text(entries), [300, 7]],
    ['a list by file in folders', text(entries.replaceAll('"file": "', '"file": "photos/')), [300, 7]],
  ] as const) {
    it(`reads ${form}`, () => withLabels(bytes, (load) => expect([...load()]).to.deep.equal(labels)));
  }

  for (const [content, problem] of [
    ['1\n2\n3', ': 3 labels for 2 images of photos/b.jpg, photos/a.jpg'],
    ['', ':1:1: found "", allowed: the number of a class on each line'],
    ['1\n-2', ':2:1: found "-2", allowed: the number of a class on each line'],
    ['1\n400', ': image 2: found the class 400, allowed: 0 to 399, the classes of small'],
    ['[1, 2.5]', ':1:5: 1: found 2.5, expected a whole number'],
    ['[{"file": "a.jpg", "index": 7}]', ': no label of b.jpg'],
    [
      '[{"file": "a.jpg", "index": 7}, {"file": "x/a.jpg", "index": 8}]',
      ': a.jpg has the labels 7 and 8, allowed: one',
    ],
    ['1', ': 1 label for 2 images of photos/b.jpg, photos/a.jpg'],
    ['[{"file": "a.jpg"}]', ':1:2: 0.index: missing, expected a number'],
  ] as const) {
    it(`refuses ${JSON.stringify(content)}`, () =>
      withLabels(text(content), (load, file) => {
        expect(inputErrorOf(load)).to.equal(`${file}${problem}`);
      }));
  }

  it('refuses labels by file for two images of one name', () =>
    inTemporaryFolder((folder) => {
      const file = join(folder, 'labels');
      writeFileSync(file, entries);
      expect(inputErrorOf(() => loadLabels(file, network, 2, ['x/a.jpg', 'y/a.jpg']))).to.equal(
        `${file}: two images are named a.jpg, allowed: one`,
      );
    }));

  it('refuses labels of a network without classes, and does not name many files', () =>
    inTemporaryFolder((folder) => {
      const file = join(folder, 'labels');
      writeFileSync(file, '1\n2\n');
      const without = { ...network, classes: [] };
      expect(inputErrorOf(() => loadLabels(file, without, 2, PICTURES))).to.equal(
        `${file}: small tells no classes apart, allowed: no labels`,
      );
      const many = Array.from({ length: 40 }, (_, index) => `${index}.png`);
      expect(inputErrorOf(() => loadLabels(file, network, 40, many))).to.equal(`${file}: 2 labels for 40 images`);
    }));

  it('throws nothing but InputError, whatever a file holds', () =>
    fc.assert(
      fc.asyncProperty(fc.constantFrom(text(entries), text('300\n7\n'), text('[1, 2]')).chain(mutated), (bytes) =>
        withLabels(bytes, (load) => expectOnlyInputErrors(load)),
      ),
      { numRuns: 200 },
    ));
});
