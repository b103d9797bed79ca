import { z } from 'zod';
import { nameSchema as name } from '../core/input/name.js';
import { floatLayers, normalization, pixelQuantization } from './float-schema.js';
import {
  dataType,
  features,
  inputType,
  integerType,
  layerName,
  MAX_BLOCK,
  MAX_CLASSES,
  MAX_INPUTS,
  MAX_POWER_SHIFT,
  MAX_SHIFT,
  margins,
  oneInput,
  overhang,
  registerShift,
  scoreType,
  severalInputs,
  size,
  weightType,
  windows,
} from './schema-parts.js';

const matrixLayer = {
  weights: weightType.describe('Type of a weight.'),
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
  scores: scoreType.optional().describe('Type of the accumulators, which are the output. No thresholds.'),
};

const fullyConnected = z.strictObject({
  name: layerName,
  op: z.literal('fullyConnected'),
  inputs: oneInput,
  outputFeatures: features.describe('MH: rows of the weight matrix, padding included.'),
  ...matrixLayer,
});

const convolution = z.strictObject({
  name: layerName,
  op: z.literal('convolution'),
  inputs: oneInput,
  outputChannels: features.describe('MH: rows of the weight matrix, one a channel of the output.'),
  ...windows,
  ...matrixLayer,
});

const maxPool = z.strictObject({
  name: layerName,
  op: z.literal('maxPool'),
  inputs: oneInput,
  kernel: size.describe('Height and width of the window, or one number for both.'),
  stride: size.optional().describe('Rows and columns from one window to the next. Default: the kernel.'),
  padding: margins,
});

const activation = integerType
  .optional()
  .describe('Type of the output, to whose range results are clamped. Default: that of what it reads.');
const clamp = z
  .tuple([z.int(), z.int()])
  .exactOptional()
  .describe('Least and largest code of the output, as a fused activation has them. Default: those of the type.');

const requantize = z
  .discriminatedUnion('rule', [
    z.strictObject({
      rule: z
        .enum(['multiplyShift', 'shift'])
        .describe('Whether the sum is multiplied, by a number for each output, before it is shifted.'),
      biasShift: registerShift.default(0).describe('The bias is multiplied by 2 to this power.'),
      shift: registerShift.describe('Bits that the result is shifted right by, rounding down.'),
    }),
    z.strictObject({
      rule: z
        .literal('scale')
        .describe('Sum and bias times a 32-bit floating-point number for each output, rounded half to even.'),
    }),
    z.strictObject({
      rule: z
        .literal('powerOfTwo')
        .describe('Sum and 8-bit bias, divided by a power of two and rounded half up, as the DPU does it.'),
      biasShift: z
        .int()
        .min(-MAX_POWER_SHIFT)
        .max(MAX_POWER_SHIFT)
        .default(0)
        .describe('The bias is multiplied by 2 to this power; half of the lowest bit of the sum is kept.'),
      shift: z.int().min(0).max(MAX_POWER_SHIFT).describe('The result is divided by 2 to this power.'),
      leaky: z.boolean().default(false).describe('Negative results are multiplied by 26/256 before they are rounded.'),
    }),
  ])
  .describe('How the sum of products becomes an output, in registers of 32 bits.');

const integerLayer = {
  activation,
  clamp,
  weightZeroPoint: z
    .int()
    .min(-128)
    .max(127)
    .exactOptional()
    .describe('Weight that stands for 0 and is subtracted from all of them. Default: 0.'),
  weightBits: z
    .int()
    .min(2)
    .max(8)
    .exactOptional()
    .describe('Bits that all weights keep to; the fabric has memories of any width. Default: 8.'),
  requantize,
};

const integerFullyConnected = z.strictObject({
  name: layerName,
  op: z.literal('integerFullyConnected'),
  inputs: oneInput,
  outputFeatures: features.describe('MH: rows of the 8-bit signed weights.'),
  ...integerLayer,
});

const integerConvolution = z.strictObject({
  name: layerName,
  op: z.literal('integerConvolution'),
  inputs: oneInput,
  outputChannels: features.describe('MH: rows of the 8-bit signed weights, one a channel of the output.'),
  ...windows,
  ...integerLayer,
});

const poolActivation = integerType
  .optional()
  .describe(
    'Type of the output, whose scale is a power of two apart from that of the input. Default: that of the input.',
  );

const averagePool = z.strictObject({
  name: layerName,
  op: z.literal('averagePool'),
  inputs: oneInput,
  kernel: size.describe('Height and width of the window, or one number for both.'),
  stride: size.optional().describe('Rows and columns from one window to the next. Default: the kernel.'),
  padding: overhang,
  division: z
    .enum(['reciprocal', 'floor', 'nearest', 'powerOfTwo'])
    .default('reciprocal')
    .describe(
      '(sum * floor(65536 / taps)) >> 16, as machines without a divider do it, the quotient rounded down, that of the codes rounded to the nearest, or the sum times the factor m / 2^s that the DPU has for the kernel, rounded half up.',
    ),
  activation: poolActivation,
  clamp,
});

const integerMaxPool = z.strictObject({
  name: layerName,
  op: z.literal('integerMaxPool'),
  inputs: oneInput,
  kernel: size.describe('Height and width of the window, or one number for both.'),
  stride: size.optional().describe('Rows and columns from one window to the next. Default: the kernel.'),
  padding: overhang,
  activation: poolActivation,
  clamp,
});

const add = z.strictObject({
  name: layerName,
  op: z.literal('add'),
  inputs: z.tuple([name, name]).describe('The two tensors of one shape that are added: earlier layers or input.'),
  rule: z
    .enum(['scale', 'float', 'powerOfTwo'])
    .default('scale')
    .describe(
      'Whether integers are multiplied by ratios of the scales, become floating-point numbers, or are shifted as the DPU does it, with two guard bits.',
    ),
  activation,
  clamp,
});

const concat = z.strictObject({
  name: layerName,
  op: z.literal('concat'),
  inputs: severalInputs,
  axis: z.int().min(0).max(2).describe('Axis of the shape along which they follow each other.'),
});

const mean = z.strictObject({
  name: layerName,
  op: z.literal('mean'),
  inputs: oneInput,
  activation: integerType.describe('Type of the output.'),
  flat: z
    .boolean()
    .default(false)
    .describe('Whether the output is a vector of channels. Default: its height and width are 1.'),
});

const pad = z.strictObject({ name: layerName, op: z.literal('pad'), inputs: oneInput, padding: margins });

const rescale = z.strictObject({
  name: layerName,
  op: z.literal('rescale'),
  inputs: oneInput,
  activation: integerType.describe('Type of the output, to whose range results are clamped.'),
  clamp,
  precision: z
    .enum(['fine', 'coarse', 'float'])
    .default('fine')
    .describe(
      "Whether the ratio of the scales has 31 bits, is in units of 2^-8 as XNNPACK's conversions have it, or both scales are floating-point numbers.",
    ),
});

const reshape = z.strictObject({
  name: layerName,
  op: z.literal('reshape'),
  inputs: oneInput,
  shape: z.array(features).min(1).max(3).describe('Shape of the output, which has as many elements as the input.'),
});

const softmax = z.strictObject({
  name: layerName,
  op: z.literal('softmax'),
  inputs: oneInput,
  beta: z.number().positive().default(1).describe('What the real numbers are multiplied by before.'),
  activation: integerType.describe('Type of the output. Input and output have 8 bits.'),
});

const upsample = z.strictObject({
  name: layerName,
  op: z.literal('upsample'),
  inputs: oneInput,
  factor: size.describe('How often each row and column is repeated, or one number for both.'),
});

const spaceToDepth = z.strictObject({
  name: layerName,
  op: z.literal('spaceToDepth'),
  inputs: oneInput,
  block: z.int().min(1).max(MAX_BLOCK).describe('Height and width of the squares that become one pixel each.'),
});

/** A network file as it is written; `NetworkFile` is what it means. */
export const networkSchema = z.strictObject({
  schema: z.literal('qcycle.network/1').describe('Kind and version of this file.'),
  name: name.describe('Name of the network.'),
  description: z.string().default('').describe('One sentence for lists.'),
  dataset: z.enum(['mnist', 'cifar10']).optional().describe('Data set that the network is judged on.'),
  input: z.strictObject({
    shape: z.array(features).min(1).max(3).describe('Height, width and channels of a picture, or fewer.'),
    type: inputType.describe('Type of what the first layer reads.'),
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
    normalization: normalization.exactOptional(),
    quantization: pixelQuantization.exactOptional(),
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
      rule: z
        .enum(['highestSetBit', 'largestPositive', 'largest', 'largestUnsigned', 'largestReal'])
        .describe('How the last layer becomes a class.'),
      gains: z
        .array(z.number())
        .exactOptional()
        .describe('Of the rule largestReal: what a code is multiplied by, for each class.'),
      offsets: z
        .array(z.number())
        .exactOptional()
        .describe('Of the rule largestReal: what is added to that, for each class.'),
      classes: z
        .union([
          z.array(z.string().min(1).max(100)).min(1).max(MAX_CLASSES),
          z
            .int()
            .min(1)
            .max(MAX_CLASSES)
            .transform((count) => Array.from({ length: count }, (_, index) => `${index}`)),
        ])
        .describe('Names of the classes, in order, or how many there are.'),
    })
    .optional()
    .describe('What the last layer says. Without, its codes are a feature map for software.'),
  outputs: z
    .array(name)
    .min(1)
    .max(MAX_INPUTS)
    .optional()
    .describe('Layers whose feature maps software reads, the last one among them. Default: the last layer alone.'),
  parameters: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Parameter file (.qcw; .qci for layers of integers, .qcf for those of real numbers), relative to this file.',
    ),
  layers: z
    .array(
      z.discriminatedUnion('op', [
        fullyConnected,
        convolution,
        maxPool,
        integerFullyConnected,
        integerConvolution,
        averagePool,
        integerMaxPool,
        add,
        concat,
        mean,
        pad,
        rescale,
        reshape,
        softmax,
        upsample,
        spaceToDepth,
        ...floatLayers,
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
