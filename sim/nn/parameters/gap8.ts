import { bytesOf } from '../../core/input/bytes.js';
import { InputError } from '../../core/input/input-error.js';
import type { IntegerMatrixLayer, IntegerParameters } from '../integer-layers.js';
import { isIntegerMatrixLayer, type Network } from '../network.js';
import { ParameterFolder } from './parameter-folder.js';

const FILE_NAME = /^L(\d+)_(weight|bias|M0)_L3\.bin$/;

type Kind = 'weight' | 'bias' | 'M0';

/** What a kind of file holds, for messages. */
const CONTENTS: Readonly<Record<Kind, string>> = { weight: 'weights', bias: 'biases', M0: 'multipliers' };

/**
 * Reads the parameter files that GreenWaves' MobilenetV1_Pytorch dumps for GAP8 (data/models/README.md). For layer L of the
 * network, which counts all layers, there are
 * - `LL_weight_L3.bin`: 8-bit signed weights, by output, input channel, and row and column of the kernel;
 * - `LL_bias_L3.bin`: a bias for each output, of 8 bits signed, or 16 little-endian where the layer has no multipliers;
 * - `LL_M0_L3.bin`: a multiplier for each output, 8 bits unsigned.
 * @param files bytes by name; folders in the names do not matter
 * @param source name of the folder or archive in messages
 * @returns parameters of each layer of integers that has weights, in order
 * @throws InputError where a file is missing, not of the right size, or of no layer
 */
export function importGap8(
  files: ReadonlyMap<string, Uint8Array>,
  network: Network,
  source: string,
): IntegerParameters[] {
  const folder = new ParameterFolder(files, source);
  checkNames(folder, network);
  return network.layers.flatMap((layer, index) =>
    isIntegerMatrixLayer(layer) ? importLayer(folder, layer, index) : [],
  );
}

/** The inverse of `importGap8`: the files of a parameter set, bytes by name. */
export function exportGap8(parameters: readonly IntegerParameters[], network: Network): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const rest = [...parameters];
  network.layers.forEach((layer, index) => {
    if (!isIntegerMatrixLayer(layer)) return;
    const { weights, bias, multipliers } = rest.shift()!;
    const originals = new Int8Array(weights.length);
    eachWeight(layer, (ours, original) => {
      originals[original] = weights[ours];
    });
    files.set(fileName(index, 'weight'), bytesOf(originals));
    files.set(fileName(index, 'bias'), bytesOf(isMultiplied(layer) ? Int8Array.from(bias) : Int16Array.from(bias)));
    if (isMultiplied(layer)) files.set(fileName(index, 'M0'), Uint8Array.from(multipliers));
  });
  return files;
}

function importLayer(folder: ParameterFolder, layer: IntegerMatrixLayer, index: number): IntegerParameters {
  const { mh, mw } = layer;
  const bytes = (kind: Kind, width: number) => sizedFile(folder, index, kind, mh, width);
  const originals = new Int8Array(bytes('weight', mw));
  const weights = new Int8Array(mh * mw);
  eachWeight(layer, (ours, original) => {
    weights[ours] = originals[original];
  });
  if (!isMultiplied(layer)) {
    return { weights, bias: Int32Array.from(new Int16Array(bytes('bias', 2))), multipliers: new Int32Array() };
  }
  const multipliers = Int32Array.from(new Uint8Array(bytes('M0', 1)));
  return { weights, bias: Int32Array.from(new Int8Array(bytes('bias', 1))), multipliers };
}

/** A copy of the bytes of a file that must hold `width` of them for each of `outputs`. */
function sizedFile(folder: ParameterFolder, index: number, kind: Kind, outputs: number, width: number): ArrayBuffer {
  const name = fileName(index, kind);
  const bytes = folder.bytes(name);
  if (bytes.length === outputs * width) return new Uint8Array(bytes).buffer;
  const expected = `expected ${outputs * width} (${outputs} outputs of ${width})`;
  throw new InputError(`L${index} ${CONTENTS[kind]}: ${bytes.length} bytes, ${expected}`, { file: folder.path(name) });
}

/** Where each weight is: ours has the channels innermost, the original the kernel's columns. */
function eachWeight(layer: IntegerMatrixLayer, visit: (ours: number, original: number) => void): void {
  const pixels = layer.op === 'integerConvolution' ? layer.kernel[0] * layer.kernel[1] : 1;
  const channels = layer.mw / pixels;
  for (let row = 0; row < layer.mh; row++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      for (let channel = 0; channel < channels; channel++) {
        const first = row * layer.mw;
        visit(first + pixel * channels + channel, first + channel * pixels + pixel);
      }
    }
  }
}

function checkNames(folder: ParameterFolder, { layers }: Network): void {
  for (const name of folder.names) {
    const [, index, kind] = FILE_NAME.exec(name) ?? [];
    if (index === undefined) continue;
    const layer = layers[Number(index)];
    if (layer !== undefined && isIntegerMatrixLayer(layer) && (kind !== 'M0' || isMultiplied(layer))) continue;
    const reason =
      layer === undefined ? `it has ${layers.length} layers` : `${layer.name} has no ${CONTENTS[kind as Kind]}`;
    throw new InputError(`no file of the network: ${reason}`, { file: folder.path(name) });
  }
}

function isMultiplied({ requantization }: IntegerMatrixLayer): boolean {
  return requantization.rule === 'multiplyShift';
}

function fileName(index: number, kind: Kind): string {
  return `L${index}_${kind}_L3.bin`;
}
