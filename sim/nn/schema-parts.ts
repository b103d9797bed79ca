import { z } from 'zod';
import { nameSchema } from '../core/input/name.js';
import { type DataType, FLOAT, valueRange } from './data-type.js';
import type { Padding, Size } from './network.js';

/** Most elements of a tensor, and columns and rows of a matrix. */
export const MAX_FEATURES = 2 ** 24;
/** Most classes that an output says: each has a name. */
export const MAX_CLASSES = 2 ** 16;
/** Longest side of a window, stride, dilation or padding. */
const MAX_SIDE = 2 ** 12;
/** Most fraction bits that thresholds have more than products. */
export const MAX_SHIFT = 16;
/** Most tensors that one layer reads. */
export const MAX_INPUTS = 64;
/** Most bits of a code between layers. */
const MAX_CODE_BITS = 16;
/** Most bits that a register of 32 bits can be shifted by. */
const MAX_REGISTER_SHIFT = 31;
/** Most bits that the DPU shifts a sum of products right by, and a bias to either side. (facts/dpu.md section 5.2) */
export const MAX_POWER_SHIFT = 16;
/** Longest side of a square that becomes a pixel. */
export const MAX_BLOCK = 64;
/** A code must not straddle the 32-bit words of a packed matrix. */
export const PACKED_BITS: readonly number[] = [1, 2, 4, 8, 16];
/** Scores fill the lanes of a packed matrix, so that their sign is that of the lane. */
export const SCORE_BITS: readonly number[] = [...PACKED_BITS, 32];

/** A number of features, or of a matrix's rows. */
export const features = z.int().min(1).max(MAX_FEATURES);

export const layerName = nameSchema.describe('Name of the layer and of its output.');
/** What a layer with one input reads. */
export const oneInput = z
  .tuple([nameSchema])
  .optional()
  .describe('What it reads: an earlier layer or input. Default: the layer before it.');
/** What a layer with several inputs reads. */
export const severalInputs = z
  .array(nameSchema)
  .min(2)
  .max(MAX_INPUTS)
  .describe('The tensors of one type, in order: earlier layers or input.');

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

const isBipolarBit = ({ bits, encoding }: DataType) => encoding !== 'bipolar' || bits === 1;
const BIPOLAR_BITS = { path: ['bits'], error: 'a bipolar type has 1 bit' };
const canBeNarrow = ({ bits, encoding, narrow }: DataType) => !narrow || (encoding === 'signed' && bits > 1);
const NARROW = { path: ['narrow'], error: 'only a signed type of at least 2 bits can be narrow' };
const codeBits = z.int().min(1).max(MAX_CODE_BITS).describe('Bits of a code.');

/** Type of codes of few bits. */
export const dataType = z
  .strictObject({ bits: codeBits, ...typeFields })
  .refine(isBipolarBit, BIPOLAR_BITS)
  .refine(canBeNarrow, NARROW)
  .refine(hasCodeForZero, ZERO_POINT);

/** Type of what the first layer reads: codes of few bits, or real numbers. */
export const inputType = z
  .strictObject({
    ...typeFields,
    bits: z.int().min(1).max(FLOAT.bits).describe('Bits of a code, or of a floating-point number.'),
    encoding: z
      .enum(['bipolar', 'signed', 'unsigned', 'float'])
      .describe("bipolar: 0 is -1 and 1 is +1; signed: two's complement; unsigned: plain binary; float: IEEE 754."),
  })
  .refine(isBipolarBit, BIPOLAR_BITS)
  .refine(({ bits, encoding }) => (encoding === 'float' ? bits === FLOAT.bits : bits <= MAX_CODE_BITS), {
    path: ['bits'],
    error: `codes have at most ${MAX_CODE_BITS} bits, floating-point numbers ${FLOAT.bits}`,
  })
  .refine(({ encoding, scale, zeroPoint }) => encoding !== 'float' || (scale === 1 && zeroPoint === undefined), {
    path: ['encoding'],
    error: 'floating-point numbers have neither scale nor zero point',
  })
  .refine(canBeNarrow, NARROW)
  .refine(hasCodeForZero, ZERO_POINT);

/** Type of integers that a layer requantizes to. */
export const integerType = z
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

/** Type of the weights that a packed matrix holds. */
export const weightType = typeOfBits(dataType, 'weight', PACKED_BITS);
/** Type of accumulators that are the output. */
export const scoreType = typeOfBits(
  z
    .strictObject({
      bits: z
        .int()
        .min(1)
        .max(Math.max(...SCORE_BITS))
        .describe('Bits of a score.'),
      ...typeFields,
    })
    .refine(isBipolarBit, BIPOLAR_BITS)
    .refine(canBeNarrow, NARROW)
    .refine(hasCodeForZero, ZERO_POINT),
  'score',
  SCORE_BITS,
);

function typeOfBits(type: typeof dataType, what: string, allowed: readonly number[]): typeof dataType {
  const error = `bits of a ${what}, allowed: ${allowed.join(', ')}`;
  return type.refine(({ bits }) => allowed.includes(bits), { path: ['bits'], error });
}

const side = z.int().min(1).max(MAX_SIDE);
/** Height and width, or one number for both. */
export const size = z
  .union([side, z.tuple([side, side])])
  .transform((given): Size => (typeof given === 'number' ? [given, given] : given));

/** Bits that a register is shifted by. */
export const registerShift = z.int().min(0).max(MAX_REGISTER_SHIFT);
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

/** Rows and columns around a map. */
export const margins = padding
  .prefault(0)
  .describe('Rows and columns of codes 0 around the input, or one number for all four sides.');

/** Rows and columns by which windows overhang the input. */
export const overhang = padding
  .prefault(0)
  .describe('Rows and columns by which windows overhang the input, which do not count; or one number for all sides.');

/** How windows lie on a map, and groups of channels. */
export const windows = {
  kernel: size.describe('Height and width of the window, or one number for both.'),
  stride: size.prefault(1).describe('Rows and columns from one window to the next.'),
  dilation: size.prefault(1).describe('Rows and columns from one pixel of a window to the next.'),
  padding: margins,
  groups: features.default(1).describe('Ranges of channels that are convolved apart.'),
};
