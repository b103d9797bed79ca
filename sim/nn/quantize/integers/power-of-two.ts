import { fixPosition, scaleOf } from '../../fix-position.js';
import { isDepthwise } from '../../kernels/mapped-windows.js';
import { choosePosition, PositionFinder, quantizeAt } from '../power-of-two.js';
import { allowedPositions, commonPosition, shiftsOf } from '../power-of-two-shifts.js';
import type { IntegerScheme, RealMatrix, TypeFinder } from './scheme.js';

/** Bits of a bias. */
const BIAS_BITS = 8;

/**
 * The DPU's: every tensor, also that of weights and of biases, is signed and has a fix position, which has the least squared
 * error on the calibration set (facts/dpu.md section 5.2). ReLU6 becomes ReLU.
 */
export const POWER_OF_TWO: IntegerScheme = {
  name: 'power-of-two',
  findType,
  matrixOf,
  boundsOf: ([least, largest]) => (least === 0 ? [0, Number.POSITIVE_INFINITY] : [least, largest]),
  addition: 'powerOfTwo',
  division: { division: 'powerOfTwo', keepsType: false },
};

function findType(members: number, bits: number): TypeFinder {
  const finders = Array.from({ length: members }, () => new PositionFinder({ bits }));
  return {
    see: (member, values) => finders[member].see(values),
    again: () => finders.map((finder) => finder.again()).includes(true),
    type: () => {
      const position = commonPosition(finders.map((finder) => finder.position));
      return { bits, encoding: 'signed', narrow: false, scale: scaleOf(position) };
    },
  };
}

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
