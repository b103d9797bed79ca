import { z } from 'zod';
import { showValue } from '../../core/input/show.js';
import { MVU_CORES } from '../finn/library.js';

const MAX_SIZE = 2 ** 16;
const MAX_BITS = 2 ** 14;
const MAX_DEPTH = 2 ** 20;
const MAX_STREAMS = 16;
/** Beats of a frame and frames of a run; their product is limited where the file is built. */
const MAX_BEATS = 2 ** 24;

const NAME = /^[A-Za-z0-9_][\w-]{0,63}$/;

const name = z.string().regex(NAME, {
  error: ({ input }) => `found ${showValue(input)}, allowed: up to 64 letters, digits, "_" and "-"`,
});
const size = z.int().min(1).max(MAX_SIZE);
const border = z.int().min(0).max(MAX_SIZE).default(0);
const bits = z.int().min(1).max(MAX_BITS);
const depth = z.int().min(1).max(MAX_DEPTH);
const cycles = z.int().min(1).max(MAX_SIZE);
const beats = z.int().min(1).max(MAX_BEATS);

/** Keys that every block has. */
const common = { name: name.optional(), from: z.array(name).min(1).max(MAX_STREAMS).optional() };

const fifo = z.strictObject({ type: z.literal('fifo'), ...common, depth });
const streams = z.int().min(2).max(MAX_STREAMS).default(2);
const duplicate = z.strictObject({ type: z.literal('duplicate'), ...common, streams });
const add = z.strictObject({ type: z.literal('add'), ...common, streams });

const widthConverter = z.strictObject({ type: z.literal('dwc'), ...common, inBits: bits, outBits: bits });
const padding = z.strictObject({
  type: z.literal('fmpadding'),
  ...common,
  H: size,
  W: size,
  C: size,
  SIMD: size,
  padTop: border,
  padLeft: border,
  padBottom: border,
  padRight: border,
});

const finnBlock = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('mvu'),
    ...common,
    core: z.enum(MVU_CORES),
    MW: size,
    MH: size,
    PE: size,
    SIMD: size,
  }),
  z.strictObject({
    type: z.literal('swg'),
    ...common,
    style: z.enum(['default', 'parallel']).default('default'),
    depthwise: z.boolean().default(false),
    H: size,
    W: size,
    C: size,
    KH: size,
    KW: size,
    SH: size.default(1),
    SW: size.default(1),
    DH: size.default(1),
    DW: size.default(1),
    SIMD: size,
  }),
  z.strictObject({
    type: z.literal('thresholding'),
    ...common,
    outputBits: z.int().min(1).max(24),
    C: size,
    PE: size,
    deepPipeline: z.boolean().default(false),
  }),
  widthConverter,
  padding,
  fifo,
  duplicate,
  add,
]);

const hlsBlock = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('mvtu'),
    ...common,
    MW: size,
    MH: size,
    PE: size,
    SIMD: size,
    vectors: beats.default(1),
    depth: cycles.optional(),
  }),
  z.strictObject({
    type: z.literal('swu'),
    ...common,
    K: size,
    S: size.default(1),
    ifmDim: size,
    ofmDim: size,
    channels: size,
    SIMD: size,
    depth: cycles.optional(),
  }),
  z.strictObject({ type: z.literal('maxpool'), ...common, dim: size, channels: size, bits, K: size }),
  z.strictObject({ type: z.literal('dwc'), ...common, inBits: bits, outBits: bits, depth: cycles.optional() }),
  fifo,
  duplicate,
  add,
]);

const seed = z.int().min(0).max(MAX_BEATS).default(1);
/** Bits of a code: one is bipolar, more are signed. */
const code = z.int().min(1).max(16);

const rtlBlock = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('mvtu'),
    ...common,
    MW: size,
    MH: size,
    PE: size,
    SIMD: size,
    inputBits: code.max(8).default(1),
    weightBits: code.max(8).default(1),
    outputBits: code.max(4).optional(),
    seed,
  }),
  z.strictObject({
    type: z.literal('swu'),
    ...common,
    H: size,
    W: size,
    C: size,
    KH: size,
    KW: size,
    SH: size.default(1),
    SW: size.default(1),
    DH: size.default(1),
    DW: size.default(1),
    SIMD: size,
  }),
  z.strictObject({ type: z.literal('maxpool'), ...common, H: size, W: size, C: size, KH: size, KW: size, bits: code }),
  z.strictObject({
    type: z.literal('thresholding'),
    ...common,
    C: size,
    PE: size,
    inputBits: code.min(2),
    outputBits: code.max(4),
    seed,
  }),
  widthConverter,
  padding,
  fifo,
  duplicate,
  add,
]);

/** In which cycles the source may raise valid, or the sink is ready. */
const rhythm = z.union(
  [
    z.literal('free'),
    z
      .strictObject({ allow: z.array(z.int().min(0)).min(1).max(MAX_SIZE), modulo: size })
      .superRefine(({ allow, modulo }, context) => {
        const late = allow.findIndex((cycle) => cycle >= modulo);
        if (late === -1) return;
        const message = `found ${allow[late]}, allowed: less than the modulo, ${modulo}`;
        context.addIssue({ code: 'custom', path: ['allow', late], message });
      }),
  ],
  { error: ({ input }) => `found ${showValue(input)}, allowed: free, or { allow: [cycle, ...], modulo: n }` },
);

const ends = {
  frames: z.int().min(1).max(MAX_BEATS).default(1),
  inputBeatsPerFrame: beats,
  outputBeatsPerFrame: beats,
  source: rhythm.default('free'),
  sink: rhythm.default('free'),
};

/** A pipeline file as it is written. */
export const pipelineFileSchema = z.discriminatedUnion('library', [
  z.strictObject({ library: z.literal('finn'), ...ends, blocks: z.array(finnBlock).min(1).max(1000) }),
  z.strictObject({ library: z.literal('hls'), ...ends, blocks: z.array(hlsBlock).min(1).max(1000) }),
  z.strictObject({ library: z.literal('rtl'), ...ends, inputBits: bits, blocks: z.array(rtlBlock).min(1).max(1000) }),
]);

export type PipelineFile = z.output<typeof pipelineFileSchema>;
export type FinnBlock = z.output<typeof finnBlock>;
export type HlsBlock = z.output<typeof hlsBlock>;
export type RtlBlock = z.output<typeof rtlBlock>;
export type FileBlock = FinnBlock | HlsBlock | RtlBlock;
export type Rhythm = z.output<typeof rhythm>;
