import { bytesOf } from '../../core/input/bytes.js';
import { InputError } from '../../core/input/input-error.js';
import { decodeText } from '../../core/input/text.js';
import { type Folding, foldingProblem } from '../folding.js';
import { isMatrixLayer, type LayerParameters, type MatrixLayer, type Network } from '../network.js';
import { createPackedMatrix, getCode, setCode } from '../packed-matrix.js';
import { packWords, unpackWords, type WordLayout } from '../packing.js';
import { thresholdsPerRow } from '../thresholds.js';
import { ParameterFolder, WORD_BYTES } from './parameter-folder.js';

const CLASSES_FILE = 'classes.txt';

/** A parameter set of BNN-PYNQ: what its folder holds for a network. */
export interface BnnPynqSet {
  /** Of each layer that has a matrix, in order. */
  readonly parameters: readonly LayerParameters[];
  readonly classes: readonly string[];
}

/**
 * Reads a parameter set of BNN-PYNQ (facts/bnn-pynq.md section 3). For every processing element P of
 * layer L, which counts the layers that have a matrix, there are `L-P-weights.bin` and, if it is thresholded,
 * `L-P-thres.bin`, plain 64-bit little-endian words, besides `classes.txt`. With SF = MW / SIMD, weight word nf * SF + sf
 * holds row nf * PE + P and columns sf * SIMD onwards, lane 0 lowest; the thresholds of that row are signed words at nf.
 * @param files bytes by name; folders in the names do not matter
 * @param foldings PE and SIMD of each layer that has a matrix, for which the files were made
 * @param source name of the folder or archive in messages
 * @throws InputError where a folding does not divide its layer, a file is missing or not of the right size, or a value
 *   does not fit
 */
export function importBnnPynq(
  files: ReadonlyMap<string, Uint8Array>,
  network: Network,
  foldings: readonly Folding[],
  source: string,
): BnnPynqSet {
  const layers = network.layers.filter(isMatrixLayer);
  checkFoldings(layers, foldings);
  const folder = new ParameterFolder(files, source);
  return {
    parameters: layers.map((layer, index) => importLayer(folder, layer, index, foldings[index])),
    classes: importClasses(folder),
  };
}

/**
 * The inverse of `importBnnPynq`: the files of a parameter set, bytes by name.
 * @throws InputError where a folding does not divide its layer
 */
export function exportBnnPynq(
  set: BnnPynqSet,
  network: Network,
  foldings: readonly Folding[],
): Map<string, Uint8Array> {
  const layers = network.layers.filter(isMatrixLayer);
  checkFoldings(layers, foldings);
  const files = new Map<string, Uint8Array>([[CLASSES_FILE, new TextEncoder().encode(set.classes.join('\n'))]]);
  layers.forEach((layer, index) => {
    const { pe, simd } = foldings[index];
    for (let element = 0; element < pe; element++) {
      const codes = elementCodes(set.parameters[index], element, pe);
      files.set(`${index}-${element}-weights.bin`, packWords(codes, weightLayout(layer, simd)));
      if (!layer.thresholded) continue;
      files.set(`${index}-${element}-thres.bin`, exportThresholds(set.parameters[index], element, pe));
    }
  });
  return files;
}

function checkFoldings(layers: readonly MatrixLayer[], foldings: readonly Folding[]): void {
  if (foldings.length !== layers.length) {
    throw new InputError(`a folding of ${foldings.length} layers, expected ${layers.length}`);
  }
  layers.forEach(({ name, mh, mw, weightType }, index) => {
    const problem = foldingProblem(foldings[index], mh, mw);
    if (problem !== undefined) throw new InputError(`layer ${name}: ${problem}`);
    const wordBits = foldings[index].simd * weightType.bits;
    if (wordBits > WORD_BYTES * 8) {
      throw new InputError(`layer ${name}: ${wordBits} bits of SIMD=${foldings[index].simd} do not fit a 64-bit word`);
    }
  });
}

function importLayer(
  folder: ParameterFolder,
  layer: MatrixLayer,
  index: number,
  { pe, simd }: Folding,
): LayerParameters {
  const { mh: rows, mw: columns } = layer;
  const rowsPerElement = rows / pe;
  const perRow = thresholdsPerRow(layer);
  const elements = Array.from({ length: pe }, (_, element) => ({
    weights: folder.words(`${index}-${element}-weights.bin`, rowsPerElement * (columns / simd)),
    thresholds: layer.thresholded
      ? folder.words(`${index}-${element}-thres.bin`, rowsPerElement * perRow)
      : new Uint8Array(),
  }));

  const weights = createPackedMatrix(rows, columns, layer.weightType.bits);
  const thresholds = new Int32Array(rows * perRow);
  elements.forEach((files, element) => {
    const codes = unpackWords(files.weights, weightLayout(layer, simd), folder.path(`${index}-${element}-weights.bin`));
    const values = importThresholds(files.thresholds, folder.path(`${index}-${element}-thres.bin`));
    for (let fold = 0; fold < rowsPerElement; fold++) {
      const row = fold * pe + element;
      for (let column = 0; column < columns; column++) setCode(weights, row, column, codes[fold * columns + column]);
      thresholds.set(values.subarray(fold * perRow, (fold + 1) * perRow), row * perRow);
    }
  });
  return { weights, thresholds };
}

/** The codes of the rows of one processing element, row after row. */
function elementCodes({ weights }: LayerParameters, element: number, pe: number): Uint16Array {
  const { rows, columns } = weights;
  const codes = new Uint16Array((rows / pe) * columns);
  let index = 0;
  for (let row = element; row < rows; row += pe) {
    for (let column = 0; column < columns; column++) codes[index++] = getCode(weights, row, column);
  }
  return codes;
}

function weightLayout({ weightType }: MatrixLayer, simd: number): WordLayout {
  return { wordBytes: WORD_BYTES, byteOrder: 'little', lanes: simd, laneBits: weightType.bits, laneOrder: 'lsbFirst' };
}

function importThresholds(bytes: Uint8Array, file: string): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int32Array.from({ length: bytes.length / WORD_BYTES }, (_, word) => {
    const value = view.getBigInt64(word * WORD_BYTES, true);
    if (value !== BigInt.asIntN(32, value)) {
      throw new InputError(`word ${word}: the threshold ${value} does not fit 32 bits`, { file });
    }
    return Number(value);
  });
}

function exportThresholds({ weights, thresholds }: LayerParameters, element: number, pe: number): Uint8Array {
  const perRow = thresholds.length / weights.rows;
  const words: bigint[] = [];
  for (let row = element; row < weights.rows; row += pe) {
    for (const threshold of thresholds.subarray(row * perRow, (row + 1) * perRow)) words.push(BigInt(threshold));
  }
  return bytesOf(BigInt64Array.from(words));
}

/** One class a line; lines may end with CR-LF, and the last line need not end. */
function importClasses(folder: ParameterFolder): string[] {
  const file = folder.path(CLASSES_FILE);
  const lines = decodeText(folder.bytes(CLASSES_FILE), file).split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const empty = lines.length === 0 ? 0 : lines.findIndex((line) => line.trim() === '');
  if (empty >= 0) throw new InputError('found an empty line, expected the name of a class', { file, line: empty + 1 });
  return lines;
}
