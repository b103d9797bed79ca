import type { Block, MemoryContents } from '../../../core/pipeline.js';
import type { DataType } from '../../../nn/data-type.js';
import type { Folding } from '../../../nn/folding.js';
import { type MatrixLayer, vectorsPerImage } from '../../../nn/network.js';
import { getCode, type PackedMatrix } from '../../../nn/packed-matrix.js';
import { matrixArithmetic } from '../../units/layer-arithmetic.js';
import { neuronFold, synapseFold } from '../../units/mvtu.js';
import { roundBody } from '../../units/round-body.js';
import { series, type UnitParameters } from '../../units/unit.js';
import { rtlAccumulatorType, thresholdMemory, thresholdParameters } from './thresholds.js';
import { rtlUnit } from './unit.js';

/** How the modules number encodings. */
const ENCODINGS: readonly DataType['encoding'][] = ['bipolar', 'signed', 'unsigned'];

/** What keeps the unit from a layer, or undefined where nothing does. */
export function rtlMvtuProblem({ inputType }: MatrixLayer): string | undefined {
  const { zeroPoint = 0 } = inputType;
  return zeroPoint === 0 ? undefined : `found inputs with the zero point ${zeroPoint}, allowed: 0`;
}

/**
 * mvtu.sv: one merged loop over all vectors, neuron folds and synapse folds. A vector is read during its first neuron fold and
 * kept; each neuron fold ends with a word of PE codes. A round is a vector.
 */
export function rtlMvtu(
  unit: UnitParameters,
  layer: MatrixLayer,
  folding: Folding,
  { depthCycles }: { readonly depthCycles: number },
): Block {
  const { mw, mh, inputType, weightType, accumulate, parameters } = layer;
  const sf = synapseFold({ mw, simd: folding.simd });
  const nf = neuronFold({ mh, pe: folding.pe });
  const writes = series(nf, (neuron) => neuron * sf + sf - 1);
  return rtlUnit(
    'mvtu',
    unit,
    {
      rounds: unit.frames * vectorsPerImage(layer),
      iterationsPerRound: nf * sf,
      depthCycles,
      reads: series(sf),
      writes,
    },
    {
      name: 'mvtu',
      parameters: {
        SF: sf,
        NF: nf,
        PE: folding.pe,
        SIMD: folding.simd,
        INPUT_BITS: inputType.bits,
        INPUT_TYPE: ENCODINGS.indexOf(inputType.encoding),
        WEIGHT_BITS: weightType.bits,
        WEIGHT_TYPE: ENCODINGS.indexOf(weightType.encoding),
        MATCHES: accumulate === 'matches' ? 1 : 0,
        ACCUMULATOR_BITS: rtlAccumulatorType(layer).bits,
        ...thresholdParameters(layer),
      },
      ...(parameters === undefined
        ? {}
        : {
            memories: {
              WEIGHTS: () => weightMemory(parameters.weights, folding),
              ...(layer.thresholded
                ? { THRESHOLD_VALUES: () => thresholdMemory(layer, parameters.thresholds, folding.pe) }
                : {}),
            },
          }),
    },
    parameters && (() => roundBody(writes, matrixArithmetic(layer, folding))),
  );
}

/** The memory of weights, a word for each synapse fold of each neuron fold: SIMD columns of PE rows, the first lowest. */
function weightMemory(weights: PackedMatrix, { pe, simd }: Folding): MemoryContents {
  const { rows, columns, bits } = weights;
  const words: bigint[] = [];
  for (let row = 0; row < rows; row += pe) {
    for (let column = 0; column < columns; column += simd) {
      let digits = '';
      for (let lane = pe * simd - 1; lane >= 0; lane--) {
        const code = getCode(weights, row + Math.floor(lane / simd), column + (lane % simd));
        digits += code.toString(2).padStart(bits, '0');
      }
      words.push(BigInt(`0b${digits}`));
    }
  }
  return { bits: pe * simd * bits, words };
}
