import { InvalidArgumentError } from 'commander';
import { MAX_FIFO_DEPTH } from '../fabric/index.js';

const MAX_IMAGES = 1e8;
const MAX_THREADS = 1024;

/** A count of images from the command line. */
export function parseImages(text: string): number {
  return wholeNumber(text, 1, MAX_IMAGES);
}

/** A number of threads from the command line. */
export function parseThreads(text: string): number {
  return wholeNumber(text, 1, MAX_THREADS);
}

/** `name=depth,name=depth`: depths in words by stream name. */
export function parseFifos(text: string): Record<string, number> {
  return Object.fromEntries(
    text.split(',').map((entry) => {
      const [name, depth, ...rest] = entry.split('=');
      if (!name || depth === undefined || rest.length > 0) {
        throw new InvalidArgumentError(`Found ${entry}, allowed: name=depth, separated by commas.`);
      }
      return [name, wholeNumber(depth, 1, MAX_FIFO_DEPTH)];
    }),
  );
}

/** `from:to`, cycles; either may be left out. */
export function parseWindow(text: string): { readonly fromCycle: number; readonly toCycle: number } {
  const [from, to, ...rest] = text.split(':');
  if (to === undefined || rest.length > 0) throw new InvalidArgumentError(`Found ${text}, allowed: from:to in cycles.`);
  const fromCycle = from === '' ? 0 : wholeNumber(from, 0, Number.MAX_SAFE_INTEGER);
  const toCycle = to === '' ? Number.POSITIVE_INFINITY : wholeNumber(to, fromCycle + 1, Number.MAX_SAFE_INTEGER);
  return { fromCycle, toCycle };
}

/** Names separated by commas. */
export function parseNames(text: string): string[] {
  return text.split(',').filter((name) => name !== '');
}

/** A number above 0 from the command line. */
export function positiveNumber(text: string, what: string): number {
  const value = /^\d+(\.\d+)?(e\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (value > 0 && value <= Number.MAX_SAFE_INTEGER) return value;
  throw new InvalidArgumentError(`Found ${text}, allowed: a number of ${what} above 0.`);
}

/** A whole number from the command line, in a range. */
export function wholeNumber(text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new InvalidArgumentError(`Found ${text}, allowed: a whole number from ${least} to ${most}.`);
}
