import { bytesOf } from '../../core/input/bytes.js';
import { InputError } from '../../core/input/input-error.js';
import { isMatrixLayer, type LayerParameters, type MatrixLayer, type Network } from '../network.js';
import { addBits, createPackedMatrix, getBits } from '../packed-matrix.js';
import { thresholdsPerRow } from '../thresholds.js';
import { ParameterFolder, WORD_BYTES } from './parameter-folder.js';

/** Lanes of the engine, for which the files are laid out. */
const PE = 32;
const SIMD = 64;
const THRESHOLD_BITS = 16;
/** Of both networks that the project ships: index 0 was a layer that the engine does not run any more. */
const FIRST_INDEX = 1;
const FILE_NAME = /^(\d+)-(\d+)-(weights|thres)\.bin$/;

/** Output channels of a layer whose parameters the engine loads at once: a group, an iteration, or all. */
export interface ParameterPass {
  readonly layer: string;
  readonly firstRow: number;
  readonly rows: number;
}

/**
 * Reads the parameter files of QNN-MO-PYNQ (facts/qnn-mo-pynq.md section 2.2). For every pass, numbered on from
 * `firstIndex`, and each of 32 processing elements P there are `index-P-weights.bin` and `index-P-thres.bin`, of 64-bit
 * little-endian words. Processing element P has rows P, P + 32 and so on of the pass; a row is a weight word for each pixel of
 * the window and each 64 input channels, channel 0 lowest, a bit of 1 being -1, and 16-bit thresholds from the lowest bits
 * on, the words of a row from the highest to the lowest, and a flag above the thresholds that inverts the code. Rows that
 * fill the last 32, and lanes that fill the last 64, are left out.
 * @param files bytes by name; folders in the names do not matter
 * @param passes in the order in which they are executed
 * @param source name of the folder or archive in messages
 * @param firstIndex `binparam_skip` of the layers file; files of lower indices are left out
 * @returns parameters of each layer that has a matrix, in order
 * @throws InputError where a file is missing, not of the right size, or of no pass
 */
export function importQnnMo(
  files: ReadonlyMap<string, Uint8Array>,
  network: Network,
  passes: readonly ParameterPass[],
  source: string,
  firstIndex = FIRST_INDEX,
): LayerParameters[] {
  const folder = new ParameterFolder(files, source);
  checkNames(folder, passes.length, firstIndex);
  return network.layers.filter(isMatrixLayer).map((layer) => {
    const parameters = {
      weights: createPackedMatrix(layer.mh, layer.mw, 1),
      thresholds: new Int32Array(layer.mh * thresholdsPerRow(layer)),
    };
    passes.forEach((pass, index) => {
      if (pass.layer === layer.name) importPass(folder, layer, pass, firstIndex + index, parameters);
    });
    return parameters;
  });
}

/**
 * The inverse of `importQnnMo`: the files of a parameter set, bytes by name. Rows that are added have weights +1, thresholds
 * -1 and the flag, so that they give code 0.
 * @throws InputError where a threshold does not fit 16 bits
 */
export function exportQnnMo(
  parameters: readonly LayerParameters[],
  network: Network,
  passes: readonly ParameterPass[],
  firstIndex = FIRST_INDEX,
): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const layers = network.layers.filter(isMatrixLayer);
  passes.forEach((pass, index) => {
    const at = layers.findIndex(({ name }) => name === pass.layer);
    for (let element = 0; element < PE; element++) {
      const [weights, thresholds] = exportElement(layers[at], parameters[at], pass, element);
      files.set(fileName(firstIndex + index, element, 'weights'), weights);
      files.set(fileName(firstIndex + index, element, 'thres'), thresholds);
    }
  });
  return files;
}

function fileName(index: number, element: number, kind: 'weights' | 'thres'): string {
  return `${index}-${element}-${kind}.bin`;
}

function checkNames(folder: ParameterFolder, passes: number, firstIndex: number): void {
  const last = firstIndex + passes - 1;
  for (const name of folder.names.filter((candidate) => candidate.endsWith('.bin'))) {
    const [, index, element] = FILE_NAME.exec(name) ?? [];
    if (index !== undefined && Number(index) <= last && Number(element) < PE) continue;
    const expected = `expected <index>-<pe>-weights.bin or <index>-<pe>-thres.bin, index ${firstIndex} to ${last}, pe 0 to ${PE - 1}`;
    throw new InputError(`no file of the network, ${expected}`, { file: folder.path(name) });
  }
}

/** How the files of a layer are laid out. */
function layoutOf(layer: MatrixLayer, { rows }: ParameterPass) {
  const pixels = layer.op === 'convolution' ? layer.kernel[0] * layer.kernel[1] : 1;
  const channels = layer.mw / pixels;
  const wordsPerPixel = Math.ceil(channels / SIMD);
  return {
    pixels,
    channels,
    wordsPerPixel,
    /** Rows of a processing element. */
    folds: Math.ceil(rows / PE),
    wordsPerRow: pixels * wordsPerPixel,
    thresholdWords: Math.ceil(((thresholdsPerRow(layer) + 1) * THRESHOLD_BITS) / (WORD_BYTES * 8)),
  };
}

/** Each half word of a row with the column of its lowest bit and the lanes that channels have. */
function* halfWords({ pixels, channels, wordsPerPixel }: ReturnType<typeof layoutOf>) {
  const half = SIMD / 2;
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let index = 0; index < 2 * wordsPerPixel; index++) {
      const lanes = Math.min(Math.max(channels - index * half, 0), half);
      yield { index: pixel * 2 * wordsPerPixel + index, column: pixel * channels + index * half, lanes };
    }
  }
}

function importPass(
  folder: ParameterFolder,
  layer: MatrixLayer,
  pass: ParameterPass,
  index: number,
  { weights, thresholds }: LayerParameters,
): void {
  const layout = layoutOf(layer, pass);
  const { folds, wordsPerRow, thresholdWords } = layout;
  const halves = [...halfWords(layout)].filter(({ lanes }) => lanes > 0);
  const perRow = thresholdsPerRow(layer);
  for (let element = 0; element < PE; element++) {
    const weightWords = new Uint32Array(
      aligned(folder.words(fileName(index, element, 'weights'), folds * wordsPerRow)),
    );
    const words = new DataView(aligned(folder.words(fileName(index, element, 'thres'), folds * thresholdWords)));
    for (let fold = 0; fold < folds && fold * PE + element < pass.rows; fold++) {
      const row = pass.firstRow + fold * PE + element;
      const inverted = importThresholds(
        words,
        fold * thresholdWords,
        thresholds.subarray(row * perRow, (row + 1) * perRow),
      );
      const flip = inverted ? 0 : -1;
      for (const { index: half, column, lanes } of halves) {
        addBits(weights, row, column, weightWords[fold * 2 * wordsPerRow + half] ^ flip, lanes);
      }
    }
  }
}

/** A copy of the bytes that begins at a multiple of 8. */
function aligned(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

/**
 * Reads the thresholds of a row into `row`, ascending, and gives whether its weights have to be negated. The files compare
 * with `accumulator >= threshold`. An inverted code counts the thresholds above the accumulator: those that their negatives
 * exceed.
 */
function importThresholds(words: DataView, first: number, row: Int32Array): boolean {
  const lastSlot = row.length;
  const slot = (index: number) => slotOffset(first, lastSlot, index);
  const inverted = (words.getUint16(slot(lastSlot), true) & 1) === 1;
  row.forEach((_, index) => {
    const threshold = words.getInt16(slot(index), true);
    row[index] = inverted ? -threshold : threshold - 1;
  });
  row.sort();
  return inverted;
}

/** Byte of a 16-bit slot of a row whose words begin at word `first`, the highest word first. */
function slotOffset(first: number, lastSlot: number, slot: number): number {
  const slotsPerWord = (WORD_BYTES * 8) / THRESHOLD_BITS;
  const lastWord = Math.floor(lastSlot / slotsPerWord);
  const word = first + lastWord - Math.floor(slot / slotsPerWord);
  return word * WORD_BYTES + (slot % slotsPerWord) * (THRESHOLD_BITS / 8);
}

function exportElement(
  layer: MatrixLayer,
  { weights, thresholds }: LayerParameters,
  pass: ParameterPass,
  element: number,
): [weights: Uint8Array, thresholds: Uint8Array] {
  const layout = layoutOf(layer, pass);
  const { folds, wordsPerRow, thresholdWords } = layout;
  const perRow = thresholdsPerRow(layer);
  const weightWords = new Uint32Array(2 * folds * wordsPerRow);
  const words = new DataView(new ArrayBuffer(folds * thresholdWords * WORD_BYTES));
  for (let fold = 0; fold < folds; fold++) {
    const slot = (index: number) => slotOffset(fold * thresholdWords, perRow, index);
    const added = fold * PE + element >= pass.rows;
    const row = pass.firstRow + fold * PE + element;
    if (added) words.setUint16(slot(perRow), 1, true);
    for (let index = 0; index < perRow; index++) {
      words.setInt16(slot(index), added ? -1 : exportThreshold(thresholds[row * perRow + index], layer), true);
    }
    if (added) continue;
    for (const { index, column, lanes } of halfWords(layout)) {
      if (lanes === 0) continue;
      const valid = lanes === 32 ? -1 : (1 << lanes) - 1;
      weightWords[2 * fold * wordsPerRow + index] = ~getBits(weights, row, column) & valid;
    }
  }
  return [bytesOf(weightWords), bytesOf(words)];
}

function exportThreshold(threshold: number, { name }: MatrixLayer): number {
  const written = threshold + 1;
  if (written === (written << 16) >> 16) return written;
  throw new InputError(`layer ${name}: the threshold ${threshold} does not fit 16 bits`);
}
