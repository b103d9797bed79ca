import type { Block, BlockBody, Word } from '../../core/pipeline.js';
import { decodeValue, encodeValue, thresholdCount, valueRange } from '../../nn/data-type.js';
import type { Folding } from '../../nn/folding.js';
import type { FullyConnectedLayer, LayerParameters } from '../../nn/network.js';
import { getCode } from '../../nn/packed-matrix.js';

/** A matrix-vector-threshold unit. */
export interface MvtuParameters {
  readonly layer: FullyConnectedLayer;
  readonly folding: Folding;
  readonly input: string;
  readonly output: string;
  readonly images: number;
  readonly depthCycles: number;
}

/** SF: cycles that PE rows of the matrix take. */
export function synapseFold(layer: FullyConnectedLayer, { simd }: Folding): number {
  return layer.inputFeatures / simd;
}

/** NF: groups of PE rows. */
export function neuronFold(layer: FullyConnectedLayer, { pe }: Folding): number {
  return layer.outputFeatures / pe;
}

/**
 * One merged loop over all vectors, neuron folds and synapse folds. The vector is read during the first neuron fold and
 * kept; each neuron fold ends with a word of PE results. There is no gap between vectors.
 */
export function mvtu({ layer, folding, input, output, images, depthCycles }: MvtuParameters): Block {
  const sf = synapseFold(layer, folding);
  const nf = neuronFold(layer, folding);
  const { parameters } = layer;
  return {
    name: layer.name,
    unit: 'mvtu',
    inputs: [input],
    outputs: [output],
    startCycle: 0,
    loops: [
      {
        rounds: images,
        iterationsPerRound: nf * sf,
        initiationInterval: 1,
        depthCycles,
        selfFlushing: false,
        reads: [Int32Array.from({ length: sf }, (_, fold) => fold)],
        writes: [Int32Array.from({ length: nf }, (_, fold) => fold * sf + sf - 1)],
      },
    ],
    ...(parameters === undefined ? {} : { createBody: () => mvtuBody(layer, parameters, folding) }),
  };
}

function mvtuBody(layer: FullyConnectedLayer, parameters: LayerParameters, { pe, simd }: Folding): BlockBody {
  const sf = synapseFold(layer, { pe, simd });
  const vector: Word[] = [];
  const accumulators = new Int32Array(pe);
  return {
    iterate(_loop, iteration, inputs) {
      const synapse = iteration % sf;
      const firstRow = Math.floor(iteration / sf) * pe;
      if (firstRow === 0) vector[synapse] = inputs[0];
      if (synapse === 0) accumulators.fill(0);
      const values = lanes(vector[synapse], simd, layer.inputType.bits).map((code) =>
        decodeValue(layer.inputType, code),
      );
      for (let lane = 0; lane < pe; lane++) {
        for (let column = 0; column < simd; column++) {
          const code = getCode(parameters.weights, firstRow + lane, synapse * simd + column);
          const product = decodeValue(layer.weightType, code) * values[column];
          accumulators[lane] += layer.accumulate === 'sum' ? product : Number(product === 1);
        }
      }
      if (synapse < sf - 1) return [];
      let word: Word = 0n;
      for (let lane = 0; lane < pe; lane++) {
        const code = activate(layer, parameters, firstRow + lane, accumulators[lane]);
        word |= BigInt(code) << BigInt(lane * layer.outputType.bits);
      }
      return [word];
    },
  };
}

/** Code of the output: the smallest value plus the number of thresholds below the accumulator. */
function activate(
  layer: FullyConnectedLayer,
  { thresholds }: LayerParameters,
  row: number,
  accumulator: number,
): number {
  const count = thresholdCount(layer.outputType);
  const passed = thresholds
    .subarray(row * count, (row + 1) * count)
    .filter((threshold) => accumulator > threshold).length;
  const step = layer.outputType.encoding === 'bipolar' ? 2 : 1;
  return encodeValue(layer.outputType, valueRange(layer.outputType).min + step * passed);
}

/** Codes of the lanes of a word, lane 0 first. */
function lanes(word: Word, count: number, bits: number): number[] {
  return Array.from({ length: count }, (_, lane) => Number(BigInt.asUintN(bits, word >> BigInt(lane * bits))));
}
