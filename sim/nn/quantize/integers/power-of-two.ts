import { fixPosition, scaleOf } from '../../fix-position.js';
import { isDepthwise } from '../../kernels/mapped-windows.js';
import { choosePosition, quantizeAt } from '../power-of-two.js';
import { allowedPositions, commonPosition, shiftsOf } from '../power-of-two-shifts.js';
import type { IntegerScheme, RealMatrix } from './scheme.js';

/** Bits of a bias. */
const BIAS_BITS = 8;

/**
 * The DPU's: every tensor, also that of weights and of biases, is signed and has a fix position, which has the least squared
 * error on the calibration set (facts/dpu.md section 5.2). ReLU6 becomes ReLU.
 */
export const POWER_OF_TWO: IntegerScheme = {
  name: 'power-of-two',
  typeOf: (tensors, bits) => {
    const position = commonPosition(tensors.map((parts) => choosePosition(parts, { bits })));
    return { bits, encoding: 'signed', narrow: false, scale: scaleOf(position) };
  },
  matrixOf,
  boundsOf: ([least, largest]) => (least === 0 ? [0, Number.POSITIVE_INFINITY] : [least, largest]),
  addition: 'powerOfTwo',
  division: { division: 'powerOfTwo', keepsType: false },
};

function matrixOf({ layer, parameters, weightBits, input, output }: RealMatrix): ReturnType<IntegerScheme['matrixOf']> {
  const { weights, bias = new Float32Array(layer.mh) } = parameters;
  const depthwise = layer.op === 'floatConvolution' && isDepthwise(layer);
  const positions = allowedPositions({
    input: fixPosition(input.scale)!,
    weights: choosePosition([weights], { bits: weightBits, halves: 'awayFromZero', depthwise }),
    bias: choosePosition([bias], { bits: BIAS_BITS, halves: 'awayFromZero' }),
    output: fixPosition(output.scale)!,
  });
  return {
    requantize: shiftsOf(positions),
    parameters: {
      weights: Int8Array.from(quantizeAt(weights, positions.weights, weightBits, 'awayFromZero')),
      bias: quantizeAt(bias, positions.bias, BIAS_BITS, 'awayFromZero'),
      multipliers: new Int32Array(),
    },
  };
}
