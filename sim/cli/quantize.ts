import { Command, InvalidArgumentError, Option } from 'commander';
import { InputError } from '../core/input/input-error.js';
import { loadAnyNetwork } from '../drivers/load-network.js';
import { countPictures, loadPictures } from '../drivers/load-pictures.js';
import {
  measureQuantization,
  type QuantizationJob,
  type QuantizationRecord,
  requireLabels,
} from '../drivers/quantize-network.js';
import { measureIntegers, quantizeToIntegers, writeIntegers } from '../drivers/quantize-to-integers.js';
import { writeQuantized } from '../drivers/write-quantized.js';
import type { Network } from '../nn/network.js';
import type { IntegerScheme } from '../nn/quantize/integers/scheme.js';
import type { QuantizedBits } from '../nn/quantize/min-max-network.js';
import { renderQuantization } from '../report/index.js';
import { DocumentProgress } from './document-progress.js';
import { type OutputOptions, say, withOutputOptions, writeResult } from './output.js';
import { parseImages, wholeNumber } from './parse.js';

interface QuantizeOptions extends OutputOptions {
  readonly weights?: readonly number[];
  readonly inputs?: readonly number[];
  readonly activations?: readonly number[];
  readonly pixels: 'real' | 'byte';
  readonly input?: string[];
  readonly labels?: string;
  readonly images?: number;
  readonly out?: string;
  readonly scheme: 'minmax' | IntegerScheme['name'];
  readonly calibrate?: string[];
  readonly calibrationImages: number;
}

const MAX_BITS = 16;
const SCHEMES = ['minmax', 'symmetric', 'power-of-two'] as const;
const CALIBRATION_IMAGES = 100;

const EXAMPLES = `
A number of bits is 1 to ${MAX_BITS}, or a list of such: 8..2 or 8,6,4. With --json, view draws accuracy over bits. minmax is
of real numbers; symmetric and power-of-two make a network of integers of up to 8 bits, which machines run.

Examples:
  $ qcycle quantize vgg16 --weights 5 --input test.bin.gz
  $ qcycle quantize vgg16 --weights 8..2 --inputs 8..2 --activations 8..2 --input test.bin.gz --json bits.json
  $ qcycle quantize vgg16 --weights 4 --activations 4 --out quantized
  $ qcycle quantize vgg16 --scheme power-of-two --calibrate train.bin.gz --input test.bin.gz --out quantized`;

/** `quantize`: post-training quantization of a network of real numbers. */
export function quantizeCommand(): Command {
  return withOutputOptions(new Command('quantize'))
    .description('quantize a trained network of real numbers, and measure what that costs')
    .argument('<network>', 'name of a shipped network, or a network file')
    .option('--weights <n>', 'bits of every tensor of parameters', parseBits)
    .option('--inputs <n>', 'bits of the pixels', parseBits)
    .option('--activations <n>', 'bits of the output of every ReLU', parseBits)
    .addOption(
      new Option('--pixels <kept>', 'quantized pixels as real numbers, or as bytes, in which 256 is 0')
        .choices(['real', 'byte'])
        .default('real'),
    )
    .option('--input <file...>', 'images of which the accuracy is measured: idx or CIFAR-10 binary, plain or gzipped')
    .option(
      '--labels <file>',
      'classes of those images: idx, a number a line, or JSON with file and index (default: those in CIFAR-10 binaries)',
    )
    .option('--images <n>', 'use the first n images', parseImages)
    .addOption(new Option('--scheme <scheme>', 'how numbers are quantized').choices(SCHEMES).default('minmax'))
    .option('--calibrate <file...>', 'images that the types of integers are chosen by, which --input is not judged on')
    .option('--calibration-images <n>', 'use the first n of them', parseImages, CALIBRATION_IMAGES)
    .option('--out <dir>', 'write the quantized network here: <name>.yaml and its parameters')
    .addHelpText('after', EXAMPLES)
    .action(quantize);
}

async function quantize(name: string, options: QuantizeOptions): Promise<void> {
  const { input, out, scheme, pixels: stored } = options;
  const network = loadAnyNetwork(name);
  const rows = rowsOf(options);
  if (input === undefined && out === undefined) throw new InputError('nothing to do: give --input, --out or both');
  if (scheme !== 'minmax') {
    await quantizeWithIntegers(network, scheme, rows.length === 0 ? {} : onlyRow(rows), options);
    return;
  }
  if (options.calibrate !== undefined)
    throw new InputError('--calibrate is for networks of integers; minmax needs none');
  const files = out === undefined ? [] : await writeQuantized(network, onlyRow(rows), { stored, out });
  const measured = await picturesToMeasure(network, options);
  if (measured === undefined) await writeResult(options, files.join('\n'), { files });
  else await report(await measureQuantization({ network, rows, stored, ...measured }), files, options);
}

async function quantizeWithIntegers(
  network: Network,
  scheme: IntegerScheme['name'],
  bits: QuantizedBits,
  options: QuantizeOptions,
): Promise<void> {
  const { calibrate, calibrationImages, out } = options;
  if (calibrate === undefined) throw new InputError(`${scheme} chooses types by images: give --calibrate`);
  const { pixels } = await loadPictures(network, calibrate);
  const images = Math.min(calibrationImages, countPictures(network, { pixels }));
  const integers = quantizeToIntegers(network, scheme, bits, { pixels, images });
  const files = out === undefined ? [] : await writeIntegers(integers, out);
  const measured = await picturesToMeasure(network, options);
  if (measured === undefined) await writeResult(options, files.join('\n'), { files });
  else await report(await measureIntegers({ network, ...measured }, scheme, bits, integers), files, options);
}

/** The images that accuracies are measured on, and who is told of them; undefined where none are given. */
async function picturesToMeasure(
  network: Network,
  options: QuantizeOptions,
): Promise<Omit<QuantizationJob, 'network' | 'rows'> | undefined> {
  const { input, labels, images } = options;
  if (input === undefined) return undefined;
  const pictures = requireLabels(await loadPictures(network, input, labels));
  const available = countPictures(network, pictures);
  if (images !== undefined && images > available) {
    throw new InputError(`--images ${images}, allowed: at most ${available}, the images that there are`);
  }
  const count = images ?? available;
  const progress = new DocumentProgress((line) => say(options, line), count);
  return { pictures, images: count, ...progress.listener };
}

async function report(record: QuantizationRecord, files: readonly string[], options: QuantizeOptions): Promise<void> {
  await writeResult(options, [renderQuantization(record), ...files].join('\n'), record);
}

/** One row for each place of the lists, which are equally long; a single number belongs to every row. */
function rowsOf({ weights, inputs, activations }: QuantizeOptions): QuantizedBits[] {
  const lists = Object.entries({ weights, inputs, activations }).flatMap(
    ([what, list]): [string, readonly number[]][] => (list === undefined ? [] : [[what, list]]),
  );
  const length = Math.max(0, ...lists.map(([, list]) => list.length));
  const odd = lists.find(([, list]) => list.length !== 1 && list.length !== length);
  if (odd !== undefined)
    throw new InputError(`--${odd[0]} has ${odd[1].length} numbers of bits, allowed: 1 or ${length}`);
  return Array.from({ length }, (_, row) => {
    return Object.fromEntries(lists.map(([what, list]) => [what, list[list.length === 1 ? 0 : row]]));
  });
}

function onlyRow(rows: readonly QuantizedBits[]): QuantizedBits {
  if (rows.length === 1) return rows[0];
  throw new InputError(`--out writes one network, found ${rows.length} numbers of bits`);
}

/** `5`, `8..2` or `8,6,4`. */
function parseBits(text: string): number[] {
  const bits = (one: string) => wholeNumber(one, 1, MAX_BITS);
  const [from, to, ...rest] = text.split('..');
  if (to === undefined) return text.split(',').map(bits);
  if (rest.length > 0) throw new InvalidArgumentError(`Found ${text}, allowed: a number, a..b, or a,b,c.`);
  const [first, last] = [bits(from), bits(to)];
  const step = Math.sign(last - first);
  return Array.from({ length: Math.abs(last - first) + 1 }, (_, index) => first + index * step);
}
