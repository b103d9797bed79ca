import type { DeviceRun, Run } from '../core/run.js';
import { classify } from '../nn/classify.js';
import { decodeValue } from '../nn/data-type.js';
import { createExecutor } from '../nn/execute.js';
import { getCode, type PackedMatrix } from '../nn/packed-matrix.js';
import type { Job, Pictures } from './job.js';

/**
 * The last layer's codes, a row for each image, by the fastest kernels that know the network's layers.
 * @throws InputError if a layer has no weights
 */
export async function computeValues(
  { network, images }: Pick<Job, 'network' | 'images'>,
  pixels: Uint8Array,
): Promise<PackedMatrix> {
  const executor = createExecutor(network);
  try {
    return await executor.run(pixels, images);
  } finally {
    await executor.close();
  }
}

/** What a run's record says of the outputs; nothing of a network without classes. */
export function judge(
  { network, pictures }: Pick<Job, 'network' | 'pictures'>,
  outputs: PackedMatrix,
): Pick<Run, 'predictions' | 'scores' | 'accuracy'> {
  if (network.classRule === 'none') return {};
  const predictions = Array.from(classify(network, outputs));
  const { outputType } = network.layers[network.layers.length - 1];
  const raw = { ...outputType, zeroPoint: 0 };
  const scoreOf = (image: number, row: number) => decodeValue(raw, getCode(outputs, image, row));
  const scores = predictions.map((_, image) => network.classes.map((_, row) => scoreOf(image, row)));
  return { predictions, scores, ...accuracyOf({ pictures }, predictions) };
}

/** How many predicted classes are those of the pictures; nothing where these are not known. */
export function accuracyOf(
  { pictures }: { readonly pictures?: Pictures | undefined },
  predictions: readonly number[],
): Pick<DeviceRun, 'accuracy'> {
  const labels = pictures?.labels;
  if (labels === undefined) return {};
  const correct = predictions.filter((prediction, image) => prediction === labels[image]).length;
  return { accuracy: { correct, total: predictions.length } };
}
