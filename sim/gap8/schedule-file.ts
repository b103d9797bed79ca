import { z } from 'zod';
import { parseYaml } from '../core/input/yaml.js';
import type { Budgets } from './budgets.js';
import { scheduleProblems } from './check-schedule.js';
import { type Gap8Network, TENSORS, tensorsOf } from './layers.js';
import { OPERANDS, type Schedule, type TensorName } from './schedule.js';

const MOST = 2 ** 16;

const size = z.int().min(1).max(MOST);
const memory = z.enum(['L2', 'L3']);

const tensorName = z
  .string()
  .regex(new RegExp(`^[A-Za-z0-9_-]+\\.(${TENSORS.join('|')})$`), {
    error: `not a tensor, allowed: LAYER.${TENSORS.join(', LAYER.')}`,
  })
  .transform((text): TensorName => {
    const [layer, tensor] = text.split('.');
    return { layer, tensor: tensor as TensorName['tensor'] };
  });

const layerSchema = z.strictObject({
  layer: z.string().min(1),
  input: memory,
  output: memory,
  weights: memory.default('L2'),
  tile: z
    .strictObject({
      channels: size.optional(),
      inChannels: size.optional(),
      rows: size.optional(),
      pixels: size.optional(),
    })
    .prefault({}),
  slab: z.strictObject({ rows: size.optional(), pixels: size.optional() }).prefault({}),
  outer: z.enum(['pixels', 'channels']).default('channels'),
  operands: z.array(z.enum(OPERANDS)).min(1).optional(),
  singleBuffered: z.array(z.enum(OPERANDS)).default([]),
  fetch: z.array(tensorName).default([]),
  await: z.array(tensorName).default([]),
});

const scheduleSchema = z.strictObject({
  schema: z.literal('qcycle.schedule/1'),
  name: z.string().min(1),
  network: z.string().min(1),
  source: z.string().default(''),
  mergeLines: z.boolean().default(true),
  eagerRefill: z.boolean().default(false),
  timedFetches: z.boolean().default(true),
  layers: z.array(layerSchema).min(1),
});

/**
 * Reads a schedule (schema qcycle.schedule/1) for a network.
 * @param file name of the text in messages
 * @throws InputError for the first problem, at its line and column: also where it does not fit the network or the memories
 */
export function parseSchedule(text: string, file: string, network: Gap8Network, budgets: Budgets): Schedule {
  const fitting = scheduleSchema.transform(({ schema: _, layers, ...header }, context): Schedule => {
    const schedule: Schedule = {
      ...header,
      layers: layers.map(({ operands, ...own }, index) => {
        const layer = network.layers[index];
        const usual = layer === undefined ? [] : (['input', ...tensorsOf(layer)] as const);
        return { ...own, operands: operands ?? usual };
      }),
    };
    for (const { path, message } of scheduleProblems(schedule, network, budgets)) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
    return Object.freeze(schedule);
  });
  return parseYaml(text, file, fitting);
}
