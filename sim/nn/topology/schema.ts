import { z } from 'zod';
import { nameSchema as name } from '../../core/input/name.js';

const count = z
  .int()
  .min(1)
  .max(2 ** 24);
const map = z.tuple([count, count, count]);

const convolution = z.object({
  name,
  func: z.literal('conv_layer'),
  input: map,
  output: map,
  kernel_shape: count.max(2 ** 12),
  kernel_stride: count.max(2 ** 12).default(1),
  padding: z
    .number()
    .min(0)
    .max(2 ** 12)
    .multipleOf(0.5, { error: 'allowed: whole and half rows' })
    .default(0),
});

/** Its window is that of the engine, and its padding follows from its input. */
const maxPool = z.object({
  name,
  func: z.literal('maxpool_layer'),
  input: map,
  output: map,
  kernel_stride: count.max(2 ** 12),
});

const split = z.object({ name, func: z.literal('split_layer'), split: count, input_channels: count, input_dim: count });

const merge = z.object({
  name,
  func: z.literal('merge_layer'),
  merge: count,
  output_channels: count,
  output_dim: count,
});

const fullyConnected = z.object({ name, func: z.literal('fc_layer'), input: count, output: count });

const none = z.object({ name, func: z.literal('none') });

/**
 * A layers file of QNN-MO-PYNQ (facts/qnn-mo-pynq.md section 2.1). Feature maps are channels, height, width. Keys that its
 * host does not read are passed over.
 */
export const topologySchema = z.object({
  network: name,
  input_image: z.string().optional(),
  verification_image: z.string().optional(),
  binparam: z.string().optional(),
  use_binparams: z.boolean().default(true),
  binparam_skip: z.int().min(0).default(0),
  layer_skip: z.int().min(0).default(0),
  layers: z.array(z.discriminatedUnion('func', [convolution, maxPool, split, merge, fullyConnected, none])).min(1),
});

export type TopologySource = z.output<typeof topologySchema>;
export type Entry = TopologySource['layers'][number];
export type EntryOf<Func extends Entry['func']> = Extract<Entry, { func: Func }>;
