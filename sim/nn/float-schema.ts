import { z } from 'zod';
import { nameSchema } from '../core/input/name.js';
import { features, layerName, margins, oneInput, overhang, severalInputs, size, windows } from './schema-parts.js';

/** Levels of a quantized tensor are 2 to this power. */
const MAX_QUANTIZED_BITS = 16;

const quantizedBits = z.int().min(1).max(MAX_QUANTIZED_BITS);
const colours = z.array(z.number()).min(1);

/** What becomes of the real numbers that pixels stand for. */
export const normalization = z
  .strictObject({
    mean: colours.describe('Subtracted from the real numbers; one for each channel.'),
    deviation: z.array(z.number().positive()).min(1).describe('What they are then divided by; one for each channel.'),
  })
  .describe('How the real numbers that pixels stand for are normalised.');

/** What becomes of pixels before they stand for real numbers. */
export const pixelQuantization = z
  .strictObject({
    bits: quantizedBits.describe('Pixels are rounded to one of 2 to this power levels from 0 to 256.'),
    stored: z
      .enum(['real', 'byte'])
      .default('real')
      .describe('Whether a level is kept as it is, or cut down to a byte, in which 256 is 0.'),
  })
  .describe('Levels that pixels are rounded to, where the first layer reads real numbers.');

const biased = z.boolean().default(true).describe('Whether outputs have a bias. Default: true.');
const pool = {
  kernel: size.describe('Height and width of the window, or one number for both.'),
  stride: size.optional().describe('Rows and columns from one window to the next. Default: the kernel.'),
  padding: overhang,
};

function layer<Op extends string, Fields extends z.core.$ZodLooseShape>(op: Op, fields: Fields) {
  return z.strictObject({ name: layerName, op: z.literal(op), inputs: oneInput, ...fields });
}

/** Layers of real numbers, as a network file has them. */
export const floatLayers = [
  layer('floatFullyConnected', {
    outputFeatures: features.describe('MH: rows of the weights.'),
    biased,
  }),
  layer('floatConvolution', {
    outputChannels: features.describe('MH: rows of the weights, one a channel of the output.'),
    ...windows,
    biased,
  }),
  layer('floatBatchNorm', {
    epsilon: z.number().min(0).default(1e-5).describe('What is added to the variances. Default: 0.00001.'),
  }),
  layer('floatRelu', {
    bits: quantizedBits
      .exactOptional()
      .describe(
        "The output is rounded to one of 2 to this power levels up to the image's largest. Default: it is not.",
      ),
  }),
  layer('floatClamp', {
    range: z
      .tuple([z.number(), z.number()])
      .refine(([least, largest]) => least <= largest, 'the first number is above the second')
      .describe('Least and largest number of the output.'),
  }),
  layer('floatMaxPool', pool),
  layer('floatAveragePool', {
    ...pool,
    countsPadding: z.boolean().default(false).describe('Whether what overhangs counts as zeros. Default: false.'),
  }),
  layer('floatMean', {
    flat: z
      .boolean()
      .default(false)
      .describe('Whether the output is a vector of channels. Default: its height and width are 1.'),
  }),
  z.strictObject({
    name: layerName,
    op: z.literal('floatAdd'),
    inputs: z.tuple([nameSchema, nameSchema]).describe('The two tensors of one shape that are added.'),
  }),
  z.strictObject({
    name: layerName,
    op: z.literal('floatConcat'),
    inputs: severalInputs,
    axis: z.int().min(0).max(2).describe('Axis of the shape along which they follow each other.'),
  }),
  layer('floatPad', { padding: margins }),
  layer('floatReshape', {
    shape: z.array(features).min(1).max(3).describe('Shape of the output, which has as many elements as the input.'),
  }),
  layer('floatSoftmax', {}),
] as const;
