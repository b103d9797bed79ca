import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { countPictures, hasTestPictures, loadPictures, loadTestPictures } from '../../sim/drivers/load-pictures.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';
import { writeIdx } from '../../sim/nn/data/idx.js';
import { expectOnlyInputErrorsFrom, inputErrorFrom, inputErrorOf } from '../helpers/input-error.js';
import { JPEG_FILES } from '../helpers/jpeg-files.js';
import { mutated } from '../helpers/mutated.js';
import { pngOf } from '../helpers/png-of.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

const grey = loadNamedNetwork('lfc-w1a1');
const colour = loadNamedNetwork('cnv-w1a1');
const integers = loadNamedNetwork('mobilenet-v1');

const idx = writeIdx({ shape: [2, 28, 28], data: new Uint8Array(2 * 784).fill(9) });
const cifar = Uint8Array.from([3, ...Array(3072).fill(50), 4, ...Array(3072).fill(60)]);
const png = pngOf({ width: 1, height: 1, lines: [0, 1, 2, 3] });
const [{ bytes: jpeg }] = JPEG_FILES;

/** Calls `act` with files of these contents, which are there as long as it runs. */
async function withFiles<T>(contents: readonly Uint8Array[], act: (files: string[]) => Promise<T>): Promise<T> {
  let result: T | undefined;
  await inTemporaryFolder(async (folder) => {
    const files = contents.map((bytes, index) => {
      const file = join(folder, `f${index}`);
      writeFileSync(file, bytes);
      return file;
    });
    result = await act(files);
  });
  return result!;
}

describe('loadPictures', () => {
  it('reads idx pictures, plain and gzipped, and labels from a file of their own', () =>
    withFiles([idx, gzipSync(idx), writeIdx({ shape: [4], data: Uint8Array.of(1, 2, 3, 4) })], async (files) => {
      const pictures = await loadPictures(grey, files.slice(0, 2), files[2]);
      expect(countPictures(grey, pictures)).to.equal(4);
      expect([...pictures.labels!]).to.deep.equal([1, 2, 3, 4]);
    }));

  it('reads CIFAR pictures with their labels, plain and gzipped', () =>
    withFiles([cifar, gzipSync(cifar)], async (files) => {
      const pictures = await loadPictures(colour, files);
      expect(countPictures(colour, pictures)).to.equal(4);
      expect([...pictures.labels!]).to.deep.equal([3, 4, 3, 4]);
    }));

  it('reads folders of pictures, in the order of their numbers, with the classes that they are named after', () =>
    inTemporaryFolder(async (folder) => {
      for (const name of ['cat.10.png', 'dog.2.png', 'cat.9.png']) writeFileSync(join(folder, name), png);
      writeFileSync(join(folder, 'notes.txt'), 'no picture');
      const [cat, dog] = ['cat', 'dog'].map((name) => colour.classes.findIndex((own) => own.toLowerCase() === name));
      const named = { ...colour, classes: colour.classes.map((own) => own.toLowerCase()) };
      const pictures = await loadPictures(named, [folder]);
      expect(countPictures(named, pictures)).to.equal(3);
      expect([...pictures.labels!]).to.deep.equal([cat, cat, dog]);
      writeFileSync(join(folder, 'horse.png'), png);
      expect(await loadPictures(named, [folder])).not.to.have.property('labels');
    }));

  it('refuses a folder without pictures', () =>
    inTemporaryFolder(async (folder) => {
      expect(await inputErrorFrom(loadPictures(colour, [folder]))).to.equal(
        `${folder}: a folder without PNG or JPEG pictures`,
      );
    }));

  it('reads PNG, JPEG and CIFAR pictures together, which then have no labels', () =>
    withFiles([png, cifar, jpeg], async (files) => {
      const pictures = await loadPictures(colour, files);
      expect(pictures).not.to.have.property('labels');
      expect(countPictures(colour, pictures)).to.equal(4);
      const middle = (15 * 32 + 15) * 3;
      expect([...pictures.pixels.subarray(middle, middle + 3)]).to.deep.equal([1, 2, 3]);
      expect([...pictures.pixels.subarray(3072, 3075)]).to.deep.equal([50, 50, 50]);
    }));

  it('reads planes of 8-bit integers, and the middle of photos, for a network of integers', () =>
    withFiles([new Uint8Array(224 * 224 * 3).fill(0x81), png, jpeg], async (files) => {
      const pictures = await loadPictures(integers, files);
      expect(countPictures(integers, pictures)).to.equal(3);
      expect([...pictures.pixels.subarray(0, 3)]).to.deep.equal([1, 1, 1]);
      const photo = pictures.pixels.subarray(224 * 224 * 3, 2 * 224 * 224 * 3);
      expect([...photo.subarray(0, 3), ...photo.subarray(-3)]).to.deep.equal([1, 2, 3, 1, 2, 3]);
    }));

  const cases: [behaviour: string, network: typeof grey, bytes: Uint8Array, message: string][] = [
    [
      'pictures of another size',
      grey,
      writeIdx({ shape: [1, 2, 3], data: new Uint8Array(6) }),
      'images of 2 x 3, lfc-w1a1 takes 28 x 28',
    ],
    ['grey pictures for a network of colours', colour, idx, 'images of 28 x 28, cnv-w1a1 takes 32 x 32 x 3'],
    ['CIFAR pictures for a network of greys', grey, cifar, 'images of 32 x 32 x 3, lfc-w1a1 takes 28 x 28'],
    ['a photo for a network of greys', grey, jpeg, 'a picture in colour, lfc-w1a1 takes 28 x 28'],
    [
      'half a CIFAR record',
      colour,
      cifar.slice(0, 4000),
      '4000 bytes of CIFAR pictures, allowed: a multiple of 3073 (a class and 32 x 32 x 3 pixels)',
    ],
    ['an idx file of something else', grey, idx.with(2, 9), 'byte 0: found the magic 00000903, expected 00000803'],
    [
      'half an idx file',
      colour,
      idx.slice(0, 30),
      'byte 16: truncated: expected 1568 bytes (data of 2 x 28 x 28), found 14',
    ],
    [
      'planes of another size',
      integers,
      new Uint8Array(150_529),
      '150529 bytes, expected 150528 (3 planes of 224 x 224), or a PNG or JPEG file',
    ],
    ['text', colour, new TextEncoder().encode('no picture\n'), 'neither idx, CIFAR-10 binary, PNG nor JPEG'],
    ['an empty file', colour, new Uint8Array(), 'neither idx, CIFAR-10 binary, PNG nor JPEG'],
  ];
  for (const [behaviour, network, bytes, message] of cases) {
    it(`refuses ${behaviour}`, () =>
      withFiles([bytes], async ([file]) => {
        expect(await inputErrorFrom(loadPictures(network, [file]))).to.equal(`${file}: ${message}`);
      }));
  }

  it('refuses labels of another count', () =>
    withFiles([cifar, writeIdx({ shape: [3], data: new Uint8Array(3) })], async ([pictures, labels]) => {
      const message = await inputErrorFrom(loadPictures(colour, [pictures], labels));
      expect(message).to.equal(`${labels}: 3 labels for 2 images of ${pictures}`);
    }));

  it('throws nothing but InputError, whatever a file holds', () => {
    const contents = fc.constantFrom(idx, cifar, png, jpeg, gzipSync(cifar)).chain(mutated);
    return fc.assert(
      fc.asyncProperty(contents, (bytes) =>
        withFiles([bytes], ([file]) => expectOnlyInputErrorsFrom(loadPictures(colour, [file]))),
      ),
      { numRuns: 200 },
    );
  });
});

describe('loadTestPictures', () => {
  it('gives the test set of MNIST', () => {
    expect(hasTestPictures(grey)).to.equal(true);
    expect(countPictures(grey, loadTestPictures(grey))).to.equal(10_000);
  });

  it('says what to give where the test pictures are not shipped', () => {
    expect(hasTestPictures(colour)).to.equal(false);
    expect(inputErrorOf(() => loadTestPictures(colour))).to.equal(
      'the test images of cifar10 are not shipped: give --input <CIFAR binary>, or --timing-only for cycles alone',
    );
    const { dataset: _, ...unjudged } = grey;
    expect(inputErrorOf(() => loadTestPictures(unjudged))).to.equal('lfc-w1a1 names no data set; give --input');
  });
});
