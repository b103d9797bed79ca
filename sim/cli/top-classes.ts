import type { Run } from '../core/run.js';
import type { Network } from '../nn/network.js';
import { formatNumber } from '../report/index.js';
import type { Interpretation } from './software-layers.js';

/** Images of a run whose classes are told one by one. */
const MOST_IMAGES = 20;
const CLASSES = 5;

/** A class, and what the last layer gives for it. */
interface Scored {
  readonly index: number;
  readonly label: string;
  readonly score: number;
}

/**
 * The five classes with the largest scores of each image, in lines for people, and where the last layer is a softmax in the record.
 * Nothing of many images, and of networks whose outputs are no scores.
 */
export function tellTopClasses(network: Network, { scores = [] }: Pick<Run, 'scores'>): Interpretation | undefined {
  if (scores.length === 0 || scores.length > MOST_IMAGES || !network.classRule.startsWith('largest')) return undefined;
  const { op, outputType } = network.layers[network.layers.length - 1];
  const images = scores.map((each) => topOf(each, network.classes));
  if (op !== 'softmax') {
    return { record: {}, lines: images.map((best, image) => lineOf(image, best, (score) => formatNumber(score))) };
  }
  const { scale, zeroPoint = 0 } = outputType;
  const probabilityOf = (score: number) => (score - zeroPoint) * scale;
  return {
    record: {
      topClasses: images.map((best) =>
        best.map(({ index, label, score }) => ({ index, label, probability: probabilityOf(score) })),
      ),
    },
    lines: images.map((best, image) => lineOf(image, best, (score) => `${(100 * probabilityOf(score)).toFixed(2)} %`)),
  };
}

/** The largest first; of equal ones the first. */
function topOf(scores: readonly number[], classes: readonly string[]): Scored[] {
  return scores
    .map((score, index) => ({ index, label: classes[index], score }))
    .sort((a, b) => b.score - a.score)
    .slice(0, CLASSES);
}

function lineOf(image: number, best: readonly Scored[], show: (score: number) => string): string {
  const named = best.map(
    ({ index, label, score }) => `${label === `${index}` ? `class ${index}` : label.split(',')[0]} ${show(score)}`,
  );
  return `image ${image + 1}: ${named.join(', ')}`;
}
