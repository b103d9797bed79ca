import { InputError } from '../../core/input/input-error.js';
import { agreesAsPrinted, matchInOrder, printedLines } from './lines.js';

/** What BNN-PYNQ's classifiers print after a batch (the LFC notebook). */
export interface BnnTimes {
  readonly microseconds: number;
  /** Rounded to two decimals. */
  readonly microsecondsPerImage: number;
  readonly imagesPerSecond: number;
}

const NUMBER = '(\\d{1,15}(?:\\.\\d{1,9})?)';
const INFERENCE = new RegExp(`^Inference took ${NUMBER} microseconds, ${NUMBER} usec per image$`);
const RATE = new RegExp(`^Classification rate: ${NUMBER} images per second$`);

/**
 * The times of all batches in what was printed, in order.
 * @param source name of the text in messages
 * @param images of each batch, where that is known; the three figures are checked against each other
 * @throws InputError where there are none, one is cut off, or figures contradict each other
 */
export function parseBnnTimes(text: string, source: string, images?: number): BnnTimes[] {
  const lines = printedLines(text, source);
  const times: BnnTimes[] = [];
  for (let index = 0; index < lines.length; index++) {
    if (!lines[index].startsWith('Inference took')) continue;
    const found = matchInOrder(lines.slice(index, index + 2), [INFERENCE, RATE]);
    if (found === undefined) {
      const expected =
        'expected "Inference took <t> microseconds, <t> usec per image", then "Classification rate: <n> images per second"';
      throw new InputError(`damaged times, ${expected}`, { file: source, line: index + 1 });
    }
    const [microseconds, microsecondsPerImage, imagesPerSecond] = found.groups.map(Number);
    const batch = { microseconds, microsecondsPerImage, imagesPerSecond };
    const problem = contradiction(batch, images);
    if (problem !== undefined) throw new InputError(problem, { file: source, line: index + 1 });
    times.push(batch);
  }
  if (times.length === 0) throw new InputError('found no times, expected "Inference took ..."', { file: source });
  return times;
}

/** The per-image time is the total by the images, rounded; the rate is its inverse, of the exact value. */
function contradiction(
  { microseconds, microsecondsPerImage, imagesPerSecond }: BnnTimes,
  images?: number,
): string | undefined {
  if (microseconds <= 0 || imagesPerSecond <= 0) return 'a time or a rate of 0';
  const counted = images ?? Math.round((microseconds * imagesPerSecond) / 1e6);
  if (counted < 1) return `${microseconds} us at ${imagesPerSecond} images/s are no image`;
  const exact = microseconds / counted;
  if (!agreesAsPrinted(microsecondsPerImage, exact, 2)) {
    return `${microseconds} us for ${counted} images, but ${microsecondsPerImage} us per image`;
  }
  const rate = 1e6 / exact;
  // The total is printed with two decimals too, which matters for a short one.
  const slack = (0.005 / microseconds) * rate;
  if (!agreesAsPrinted(imagesPerSecond, rate, 2) && Math.abs(imagesPerSecond - rate) > slack + 0.005) {
    return `${microseconds} us for ${counted} images, but ${imagesPerSecond} images per second`;
  }
  return undefined;
}
