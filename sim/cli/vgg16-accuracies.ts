import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { bytesOf } from '../core/input/bytes.js';
import { type Accuracy, accuracyOf } from '../drivers/accuracy.js';
import { loadPictures } from '../drivers/load-pictures.js';
import { describeBits, requireLabels } from '../drivers/quantize-network.js';
import { keyOf, ResultStore } from '../explore/index.js';
import { floatNetworkText } from '../nn/float-network-text.js';
import { floatTensors } from '../nn/float-parameters.js';
import type { Network } from '../nn/network.js';
import { type QuantizedBits, quantizeMinMax } from '../nn/quantize/min-max-network.js';
import { DocumentProgress } from './document-progress.js';

/** Where results are kept. */
export interface StoreOptions {
  readonly store?: string;
}

/**
 * Accuracies of a network on all images of a file, one for each of what is quantized. What was measured before is looked up,
 * by the content of network, images and model.
 * @param print told what is measured, and progress
 * @throws InputError where a file or the store cannot be used
 */
export async function accuraciesOf(
  network: Network,
  images: string,
  rows: readonly QuantizedBits[],
  { store = usualStore() }: StoreOptions,
  print: (line: string) => void,
): Promise<Accuracy[]> {
  const pictures = requireLabels(await loadPictures(network, [images]));
  const total = pictures.labels.length;
  const content = {
    network: digestOf([floatNetworkText(network, ''), ...floatTensors(network).map(({ numbers }) => bytes(numbers))]),
    images: digestOf([pictures.pixels, bytesOf(pictures.labels)]),
  };
  const results = new ResultStore(store);
  const { begin, progress, end } = new DocumentProgress(print, total).listener;
  const accuracies: Accuracy[] = [];
  try {
    for (const row of rows) {
      const key = keyOf({ kind: 'accuracy', ...content, row });
      const known = results.get(key);
      if (known === undefined) {
        begin(describeBits(row));
        const accuracy = await accuracyOf(quantizeMinMax(network, row), pictures, total, progress);
        end(accuracy);
        results.put(key, JSON.stringify(accuracy));
        accuracies.push(accuracy);
      } else accuracies.push(JSON.parse(known));
    }
  } finally {
    results.close();
  }
  return accuracies;
}

function usualStore(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'qcycle');
}

function digestOf(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function bytes({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
