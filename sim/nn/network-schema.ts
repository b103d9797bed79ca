import { z } from 'zod';
import { type DataType, valueRange } from './data-type.js';
import type { Padding, Size } from './network.js';

const NAME = /^[A-Za-z0-9_][\w.-]{0,63}$/;
/** Most elements of a tensor, and columns and rows of a matrix. */
export const MAX_FEATURES = 2 ** 24;
/** Longest side of a window, stride, dilation or padding. */
const MAX_SIDE = 2 ** 12;
const MAX_SHIFT = 16;
/** Most tensors that one layer reads. */
const MAX_INPUTS = 64;
/** Most bits that a register of 32 bits can be shifted by. */
const MAX_REGISTER_SHIFT = 31;
/** A code must not straddle the 32-bit words of a packed matrix. */
export const PACKED_BITS: readonly number[] = [1, 2, 4, 8, 16];

const name = z.string().regex(NAME, { error: 'not a name, allowed: up to 64 letters, digits, ".", "_" and "-"' });
const features = z.int().min(1).max(MAX_FEATURES);

const typeFields = {
  encoding: z
    .enum(['bipolar', 'signed', 'unsigned'])
    .describe("bipolar: 0 is -1 and 1 is +1; signed: two's complement; unsigned: plain binary."),
  narrow: z.boolean().default(false).describe('Signed without its most negative value.'),
  scale: z.number().positive().default(1).describe('Real value of the integer 1.'),
  zeroPoint: z.int().exactOptional().describe('Code that stands for 0, of a type that is not bipolar. Default: 0.'),
};

const ZERO_POINT = { path: ['zeroPoint'], error: 'the zero point is not a code of the type' };

/** Whether the zero point is a code of the type. */
function hasCodeForZero(type: DataType): boolean {
  if (type.zeroPoint === undefined) return true;
  const { min, max } = valueRange({ ...type, zeroPoint: 0 });
  return type.encoding !== 'bipolar' && type.zeroPoint >= min && type.zeroPoint <= max;
}

const dataType = z
  .strictObject({ bits: z.int().min(1).max(16).describe('Bits of a code.'), ...typeFields })
  .refine(({ bits, encoding }) => encoding !== 'bipolar' || bits === 1, {
    path: ['bits'],
    error: 'a bipolar type has 1 bit',
  })
  .refine(({ bits, encoding, narrow }) => !narrow || (encoding === 'signed' && bits > 1), {
    path: ['narrow'],
    error: 'only a signed type of at least 2 bits can be narrow',
  })
  .refine(hasCodeForZero, ZERO_POINT);

const integerType = z
  .strictObject({
    ...typeFields,
    bits: z.int().min(2).max(32).describe('Bits of an integer.'),
    encoding: z.enum(['signed', 'unsigned']).describe("signed: two's complement; unsigned: plain binary."),
  })
  .refine(({ encoding, narrow }) => !narrow || encoding === 'signed', {
    path: ['narrow'],
    error: 'only a signed type can be narrow',
  })
  .refine(hasCodeForZero, ZERO_POINT);

function packedType(what: string): typeof dataType {
  const error = `bits of a ${what}, allowed: ${PACKED_BITS.join(', ')}`;
  return dataType.refine(({ bits }) => PACKED_BITS.includes(bits), { path: ['bits'], error });
}

const side = z.int().min(1).max(MAX_SIDE);
const size = z
  .union([side, z.tuple([side, side])])
  .transform((given): Size => (typeof given === 'number' ? [given, given] : given));

const registerShift = z.int().min(0).max(MAX_REGISTER_SHIFT);
const margin = z.int().min(0).max(MAX_SIDE);
const padding = z
  .union([
    margin,
    z.strictObject({
      top: margin.default(0),
      left: margin.default(0),
      bottom: margin.default(0),
      right: margin.default(0),
    }),
  ])
  .transform(
    (given): Padding => (typeof given === 'number' ? { top: given, left: given, bottom: given, right: given } : given),
  );

const margins = padding
  .prefault(0)
  .describe('Rows and columns of codes 0 around the input, or one number for all four sides.');

const overhang = padding
  .prefault(0)
  .describe('Rows and columns by which windows overhang the input, which do not count; or one number for all sides.');

const layerName = name.describe('Name of the layer and of its output.');
const inputs = z
  .tuple([name])
  .optional()
  .describe('What it reads: an earlier layer or input. Default: the layer before it.');

const windows = {
  kernel: size.describe('Height and width of the window, or one number for both.'),
  stride: size.prefault(1).describe('Rows and columns from one window to the next.'),
  dilation: size.prefault(1).describe('Rows and columns from one pixel of a window to the next.'),
  padding: margins,
  groups: features.default(1).describe('Ranges of channels that are convolved apart.'),
};

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

const activation = integerType.describe('Type of the output, to whose range results are clamped.');
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
  requantize,
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
  padding: overhang,
  division: z
    .enum(['reciprocal', 'floor', 'nearest'])
    .default('reciprocal')
    .describe(
      '(sum * floor(65536 / taps)) >> 16, as machines without a divider do it, the quotient rounded down, or that of the codes rounded to the nearest.',
    ),
  clamp,
});

const integerMaxPool = z.strictObject({
  name: layerName,
  op: z.literal('integerMaxPool'),
  inputs,
  kernel: size.describe('Height and width of the window, or one number for both.'),
  stride: size.optional().describe('Rows and columns from one window to the next. Default: the kernel.'),
  padding: overhang,
  clamp,
});

const add = z.strictObject({
  name: layerName,
  op: z.literal('add'),
  inputs: z.tuple([name, name]).describe('The two tensors of one shape that are added: earlier layers or input.'),
  activation,
  clamp,
});

const concat = z.strictObject({
  name: layerName,
  op: z.literal('concat'),
  inputs: z.array(name).min(2).max(MAX_INPUTS).describe('The tensors of one type, in order: earlier layers or input.'),
  axis: z.int().min(0).max(2).describe('Axis of the shape along which they follow each other.'),
});

const mean = z.strictObject({
  name: layerName,
  op: z.literal('mean'),
  inputs,
  activation: integerType.describe('Type of the output.'),
  flat: z
    .boolean()
    .default(false)
    .describe('Whether the output is a vector of channels. Default: its height and width are 1.'),
});

const pad = z.strictObject({ name: layerName, op: z.literal('pad'), inputs, padding: margins });

const rescale = z.strictObject({
  name: layerName,
  op: z.literal('rescale'),
  inputs,
  activation,
  clamp,
  precision: z
    .enum(['fine', 'coarse'])
    .default('fine')
    .describe("Whether the ratio of the scales has 31 bits, or is in units of 2^-8 as XNNPACK's conversions have it."),
});

const reshape = z.strictObject({
  name: layerName,
  op: z.literal('reshape'),
  inputs,
  shape: z.array(features).min(1).max(3).describe('Shape of the output, which has as many elements as the input.'),
});

const softmax = z.strictObject({
  name: layerName,
  op: z.literal('softmax'),
  inputs,
  beta: z.number().positive().default(1).describe('What the real numbers are multiplied by before.'),
  activation: integerType.describe('Type of the output. Input and output have 8 bits.'),
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
      rule: z
        .enum(['highestSetBit', 'largestPositive', 'largest', 'largestUnsigned'])
        .describe('How the last layer becomes a class.'),
      classes: z
        .union([
          z.array(z.string().min(1).max(100)).min(1),
          features.transform((count) => Array.from({ length: count }, (_, index) => `${index}`)),
        ])
        .describe('Names of the classes, in order, or how many there are.'),
    })
    .optional()
    .describe('What the last layer says. Without, its codes are a feature map for software.'),
  parameters: z
    .string()
    .min(1)
    .optional()
    .describe('Parameter file (.qcw, or .qci for layers of integers), relative to this file.'),
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
