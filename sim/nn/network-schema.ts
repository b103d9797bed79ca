import { z } from 'zod';

const NAME = /^[A-Za-z0-9_][\w.-]{0,63}$/;
const MAX_FEATURES = 2 ** 24;
/** A code must not straddle the 32-bit words of a packed matrix. */
const WEIGHT_BITS = [1, 2, 4, 8, 16];

const name = z.string().regex(NAME, { error: 'not a name, allowed: up to 64 letters, digits, ".", "_" and "-"' });
const features = z.int().min(1).max(MAX_FEATURES);

const dataType = z
  .strictObject({
    bits: z.int().min(1).max(16).describe('Bits of a code.'),
    encoding: z
      .enum(['bipolar', 'signed', 'unsigned'])
      .describe("bipolar: 0 is -1 and 1 is +1; signed: two's complement; unsigned: plain binary."),
    narrow: z.boolean().default(false).describe('Signed without its most negative value.'),
    scale: z.number().positive().default(1).describe('Real value of the integer 1.'),
  })
  .refine(({ bits, encoding }) => encoding !== 'bipolar' || bits === 1, {
    path: ['bits'],
    error: 'a bipolar type has 1 bit',
  })
  .refine(({ bits, encoding, narrow }) => !narrow || (encoding === 'signed' && bits > 1), {
    path: ['narrow'],
    error: 'only a signed type of at least 2 bits can be narrow',
  });

const weightType = dataType.refine(({ bits }) => WEIGHT_BITS.includes(bits), {
  path: ['bits'],
  error: `bits of a weight, allowed: ${WEIGHT_BITS.join(', ')}`,
});

const fullyConnected = z.strictObject({
  name: name.describe('Name of the layer and of its output.'),
  op: z.literal('fullyConnected'),
  inputs: z
    .tuple([name])
    .optional()
    .describe('What it reads: an earlier layer or input. Default: the layer before it.'),
  outputFeatures: features.describe('MH: rows of the weight matrix, padding included.'),
  weights: weightType.describe('Type of a weight.'),
  accumulate: z
    .enum(['matches', 'sum'])
    .describe('What is compared with the thresholds: the number of equal bits, or the sum of products.'),
  activation: dataType.describe('Type of the output.'),
});

/** A network file as it is written; `NetworkFile` is what it means. */
export const networkSchema = z.strictObject({
  schema: z.literal('qcycle.network/1').describe('Kind and version of this file.'),
  name: name.describe('Name of the network.'),
  description: z.string().default('').describe('One sentence for lists.'),
  dataset: z.enum(['mnist']).optional().describe('Data set that the network is judged on.'),
  input: z.strictObject({
    shape: z.array(features).min(1).max(3).describe('Height, width and channels of a picture, or fewer.'),
    type: dataType.describe('Type of the codes that the first layer reads.'),
    threshold: z.int().min(0).max(255).describe('A pixel at or above it is code 1, below it code 0.'),
    paddedFeatures: features.describe('Features after padding; the added codes are 0.'),
  }),
  output: z.strictObject({
    rule: z.enum(['highestSetBit']).describe('How the last layer becomes a class.'),
    classes: z.array(z.string().min(1).max(100)).min(1).describe('Names of the classes, in order.'),
  }),
  parameters: z.string().min(1).optional().describe('Parameter file (.qcw), relative to this file.'),
  layers: z
    .array(z.discriminatedUnion('op', [fullyConnected]))
    .min(1)
    .describe('The layers, each after what it reads.'),
});

/** JSON Schema of a network file, for editors. */
export function networkJsonSchema(): object {
  return z.toJSONSchema(networkSchema, { io: 'input' });
}
