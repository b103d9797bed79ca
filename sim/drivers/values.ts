import type { DeviceRun, Run } from '../core/run.js';
import { classify, topClasses } from '../nn/classify.js';
import { decodeValue } from '../nn/data-type.js';
import { createExecutor } from '../nn/execute.js';
import type { Network } from '../nn/network.js';
import { getCode, type PackedMatrix } from '../nn/packed-matrix.js';
import type { Job, Labels, Pictures } from './job.js';

/** With fewer, being among five says little. */
const CLASSES_FOR_TOP5 = 100;

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
  const { accuracy } = accuracyOf({ pictures }, predictions);
  if (accuracy === undefined) return { predictions, scores };
  return { predictions, scores, accuracy: { ...accuracy, ...top5Of(network, outputs, pictures!.labels!) } };
}

/** How many images have their class among the five with the largest scores, where there are many classes that have scores. */
function top5Of(network: Network, outputs: PackedMatrix, labels: Labels): { readonly correctTop5?: number } {
  if (network.classes.length < CLASSES_FOR_TOP5 || !network.classRule.startsWith('largest')) return {};
  const images = Array.from({ length: outputs.rows }, (_, image) => image);
  const isAmongFive = (image: number) => topClasses(network, outputs, image).includes(labels[image]);
  return { correctTop5: images.filter(isAmongFive).length };
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
