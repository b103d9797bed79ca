import { z } from 'zod';
import { nameSchema as name } from '../core/input/name.js';
import {
  dataType,
  features,
  integerType,
  MAX_SHIFT,
  margins,
  packedType,
  registerShift,
  size,
  windows,
} from './schema-parts.js';

const layerName = name.describe('Name of the layer and of its output.');
const inputs = z
  .tuple([name])
  .optional()
  .describe('What it reads: an earlier layer or input. Default: the layer before it.');

const matrixLayer = {
  weights: packedType('weight').describe('Type of a weight.'),
  accumulate: z
    .enum(['matches', 'sum'])
    .describe('What is accumulated: the number of equal bits, or the sum of products.'),
  accumulatorShift: z
    .int()
    .min(0)
    .max(MAX_SHIFT)
    .default(0)
    .describe('Thresholds are compared with the accumulator times 2 to this power.'),
  activation: dataType.optional().describe('Type of the output that thresholds make. Either this or scores.'),
  scores: packedType('score').optional().describe('Type of the accumulators, which are the output. No thresholds.'),
};

const fullyConnected = z.strictObject({
  name: layerName,
  op: z.literal('fullyConnected'),
  inputs,
  outputFeatures: features.describe('MH: rows of the weight matrix, padding included.'),
  ...matrixLayer,
});

const convolution = z.strictObject({
  name: layerName,
  op: z.literal('convolution'),
  inputs,
  outputChannels: features.describe('MH: rows of the weight matrix, one a channel of the output.'),
  ...windows,
  ...matrixLayer,
});

const maxPool = z.strictObject({
  name: layerName,
  op: z.literal('maxPool'),
  inputs,
  kernel: size.describe('Height and width of the window, or one number for both.'),
  stride: size.optional().describe('Rows and columns from one window to the next. Default: the kernel.'),
  padding: margins,
});

const integerLayer = {
  activation: integerType.describe('Type of the output, to whose range results are clamped.'),
  requantize: z
    .strictObject({
      rule: z
        .enum(['multiplyShift', 'shift'])
        .describe('Whether the sum is multiplied, by a number for each output, before it is shifted.'),
      biasShift: registerShift.default(0).describe('The bias is multiplied by 2 to this power.'),
      shift: registerShift.describe('Bits that the result is shifted right by, rounding down.'),
    })
    .describe('How the sum of products becomes an output, in registers of 32 bits.'),
};

const integerFullyConnected = z.strictObject({
  name: layerName,
  op: z.literal('integerFullyConnected'),
  inputs,
  outputFeatures: features.describe('MH: rows of the 8-bit signed weights.'),
  ...integerLayer,
});

const integerConvolution = z.strictObject({
  name: layerName,
  op: z.literal('integerConvolution'),
  inputs,
  outputChannels: features.describe('MH: rows of the 8-bit signed weights, one a channel of the output.'),
  ...windows,
  ...integerLayer,
});

const averagePool = z.strictObject({
  name: layerName,
  op: z.literal('averagePool'),
  inputs,
  kernel: size.describe('Height and width of the window, or one number for both.'),
  stride: size.optional().describe('Rows and columns from one window to the next. Default: the kernel.'),
  division: z
    .enum(['reciprocal', 'floor'])
    .default('reciprocal')
    .describe('(sum * floor(65536 / taps)) >> 16, as machines without a divider do it, or the quotient rounded down.'),
});

/** A network file as it is written; `NetworkFile` is what it means. */
export const networkSchema = z.strictObject({
  schema: z.literal('qcycle.network/1').describe('Kind and version of this file.'),
  name: name.describe('Name of the network.'),
  description: z.string().default('').describe('One sentence for lists.'),
  dataset: z.enum(['mnist', 'cifar10']).optional().describe('Data set that the network is judged on.'),
  input: z.strictObject({
    shape: z.array(features).min(1).max(3).describe('Height, width and channels of a picture, or fewer.'),
    type: dataType.describe('Type of the codes that the first layer reads.'),
    threshold: z
      .int()
      .min(0)
      .max(255)
      .optional()
      .describe('A pixel at or above it is code 1, below it code 0. One of threshold, range and codes.'),
    range: z
      .tuple([z.number(), z.number()])
      .optional()
      .describe('Real numbers that the pixels 0 and 255 stand for; divided by the scale, rounded half up, saturated.'),
    codes: z.literal(true).optional().describe('A picture is a feature map of codes of the type, one a byte.'),
    centralCrop: z
      .number()
      .gt(0)
      .max(1)
      .optional()
      .describe('Part of a photo that is cut out of its middle and resized. Default: it is fitted on a white canvas.'),
    paddedFeatures: features.optional().describe('Features after padding with codes 0. Default: those of the shape.'),
  }),
  output: z
    .strictObject({
      rule: z.enum(['highestSetBit', 'largestPositive', 'largest']).describe('How the last layer becomes a class.'),
      classes: z
        .union([
          z.array(z.string().min(1).max(100)).min(1),
          features.transform((count) => Array.from({ length: count }, (_, index) => `${index}`)),
        ])
        .describe('Names of the classes, in order, or how many there are.'),
    })
    .optional()
    .describe('What the last layer says. Without, its codes are a feature map for software.'),
  parameters: z.string().min(1).optional().describe('Parameter file (.qcw), relative to this file.'),
  layers: z
    .array(
      z.discriminatedUnion('op', [
        fullyConnected,
        convolution,
        maxPool,
        integerFullyConnected,
        integerConvolution,
        averagePool,
      ]),
    )
    .min(1)
    .describe('The layers, each after what it reads.'),
});

/** A network file after its types have been checked, and not yet how its parts fit together. */
export type NetworkSource = z.output<typeof networkSchema>;

/** Takes note of a problem that the schema does not see, and of where in the file it is. */
export type Report = (path: readonly (string | number)[], message: string) => void;

/** JSON Schema of a network file, for editors. */
export function networkJsonSchema(): object {
  return z.toJSONSchema(networkSchema, { io: 'input' });
}
