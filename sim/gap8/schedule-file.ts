import { z } from 'zod';
import { parseYaml } from '../core/input/yaml.js';
import type { Budgets } from './budgets.js';
import { scheduleProblems } from './check-schedule.js';
import { type Gap8Network, TENSORS } from './layers.js';
import { INPUT_OPERANDS, needsIm2col, OPERANDS, operandsOf, type Schedule, type TensorName } from './schedule.js';

const MOST = 2 ** 16;
const MOST_ELEMENTS = 2 ** 24;

const size = z.int().min(1).max(MOST);
const elements = z.int().min(1).max(MOST_ELEMENTS);
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
  input: z.union([memory, z.array(memory).min(1).max(INPUT_OPERANDS.length)]),
  output: memory,
  weights: memory.default('L2'),
  tile: z
    .strictObject({
      channels: size.optional(),
      inChannels: size.optional(),
      rows: size.optional(),
      pixels: size.optional(),
      elements: elements.optional(),
    })
    .prefault({}),
  slab: z.strictObject({ rows: size.optional(), pixels: size.optional(), elements: elements.optional() }).prefault({}),
  im2col: z.boolean().optional(),
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
      layers: layers.map(({ input, operands, im2col, ...own }, index) => {
        const layer = network.layers[index];
        const inputs = typeof input === 'string' ? (layer?.inputs ?? [input]).map(() => input) : input;
        return {
          ...own,
          inputs,
          operands: operands ?? (layer === undefined ? [] : operandsOf(layer)),
          im2col: im2col ?? (layer !== undefined && needsIm2col(layer)),
        };
      }),
    };
    for (const { path, message } of scheduleProblems(schedule, network, budgets)) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
    return Object.freeze(schedule);
  });
  return parseYaml(text, file, fitting);
}
