import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Network } from '../../sim/nn/network.js';
import { isIntegerMatrixLayer } from '../../sim/nn/network.js';
import { parseNetwork } from '../../sim/nn/network-file.js';
import { writeQci } from '../../sim/nn/parameters/qci.js';
import { pngOf } from './png-of.js';
import { randomFrom, randomPixels } from './random-layer.js';
import { withRandomParameters } from './random-powers.js';

/** Height and width of its pictures. */
const SIDE = 6;

const SMALL = `schema: qcycle.network/1
name: small
input: { shape: [${SIDE}, ${SIDE}, 3], type: { bits: 8, encoding: signed }, range: [-128, 127], centralCrop: 1 }
output: { rule: largest, classes: [dog, cat] }
parameters: small.qci
layers:
  - { name: C, op: integerConvolution, outputChannels: 16, kernel: 3, requantize: { rule: powerOfTwo, shift: 10 } }
  - { name: D, op: integerConvolution, outputChannels: 16, kernel: 3, groups: 16, requantize: { rule: powerOfTwo, shift: 6 } }
  - { name: F, op: integerFullyConnected, outputFeatures: 2, requantize: { rule: powerOfTwo, shift: 8 } }
`;

/** Writes a network that tells dogs from cats, with random weights. @returns its file, and the network */
export function writeDogsAndCatsNetwork(folder: string): { readonly file: string; readonly network: Network } {
  const file = join(folder, 'small.yaml');
  const network = withRandomParameters(parseNetwork(SMALL, file).network, randomFrom(3));
  writeFileSync(file, SMALL);
  const parameters = network.layers.filter(isIntegerMatrixLayer).map((layer) => layer.parameters!);
  writeFileSync(join(folder, 'small.qci'), writeQci(parameters));
  return { file, network };
}

/** Writes a picture of noise for each name. @returns their files, and their pixels one after the other */
export function writePictures(folder: string, names: readonly string[]) {
  const pictures = names.map((_, index) => randomPixels(randomFrom(100 + index), 3 * SIDE * SIDE));
  const files = names.map((name, index) => {
    const path = join(folder, name);
    const rows = Array.from({ length: SIDE }, (_, row) =>
      pictures[index].subarray(3 * SIDE * row, 3 * SIDE * (row + 1)),
    );
    writeFileSync(path, pngOf({ width: SIDE, height: SIDE, lines: rows.flatMap((row) => [0, ...row]) }));
    return path;
  });
  return { files, pictures };
}
