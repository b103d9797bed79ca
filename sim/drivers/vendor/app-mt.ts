import { InputError } from '../../core/input/input-error.js';
import { agreesAsPrinted, matchInOrder, printedLines } from './lines.js';

/** What the multi-threaded VART application of the pruning tutorial prints (`app_mt.py`). */
export interface AppMtRun {
  readonly model: string;
  readonly threads: number;
  readonly images: number;
  readonly framesPerSecond: number;
  readonly seconds: number;
  readonly correct: number;
  readonly wrong: number;
  readonly accuracy: number;
}

const NUMBER = '(\\d{1,12}(?:\\.\\d{1,9})?)';
const COUNT = '(\\d{1,9})';
const PATTERNS = [
  new RegExp(`^ *--threads +: +${COUNT} *$`),
  /^ *--model +: +(\S{1,200}) *$/,
  new RegExp(`^Throughput=${NUMBER} fps, total frames = ${COUNT}, time=${NUMBER} seconds *$`),
  new RegExp(`^Correct:${COUNT}, Wrong:${COUNT}, Accuracy:${NUMBER} *$`),
];
const HEAD = /^ *Command line options:/;

/**
 * All runs in what was printed, in order.
 * @param source name of the text in messages
 * @throws InputError where there is none, one is cut off, or figures contradict each other
 */
export function parseAppMt(text: string, source: string): AppMtRun[] {
  const lines = printedLines(text, source);
  const heads = lines.flatMap((line, index) => (HEAD.test(line) ? [index] : []));
  if (heads.length === 0) throw new InputError('found no run, expected "Command line options:"', { file: source });
  return heads.map((from, index) => parseRun(lines.slice(from, heads[index + 1]), source, from + 1));
}

function parseRun(lines: readonly string[], source: string, line: number): AppMtRun {
  const found = matchInOrder(lines, PATTERNS);
  if (found === undefined) {
    const expected = 'expected the lines --threads, --model, Throughput=... and Correct:... after it';
    throw new InputError(`a damaged run, ${expected}`, { file: source, line });
  }
  const [threads, model, framesPerSecond, images, seconds, correct, wrong, accuracy] = found.groups;
  const run = {
    model,
    threads: Number(threads),
    images: Number(images),
    framesPerSecond: Number(framesPerSecond),
    seconds: Number(seconds),
    correct: Number(correct),
    wrong: Number(wrong),
    accuracy: Number(accuracy),
  };
  const problem = contradiction(run);
  if (problem !== undefined) throw new InputError(problem, { file: source, line });
  return run;
}

function contradiction(run: AppMtRun): string | undefined {
  const { threads, images, framesPerSecond, seconds, correct, wrong, accuracy } = run;
  if (threads < 1 || images < 1 || seconds <= 0 || framesPerSecond <= 0)
    return 'no thread, no frame, no time or no rate';
  // The time is printed with four decimals, the rate with two.
  const slack = 0.005 + (framesPerSecond * 0.00005) / seconds;
  if (Math.abs(images / seconds - framesPerSecond) > slack * 1.01) {
    return `${images} frames in ${seconds} seconds, but ${framesPerSecond} fps`;
  }
  if (correct + wrong !== images) return `${correct} correct and ${wrong} wrong of ${images} frames`;
  if (!agreesAsPrinted(accuracy, correct / images, 4))
    return `${correct} of ${images} correct, but accuracy ${accuracy}`;
  return undefined;
}
