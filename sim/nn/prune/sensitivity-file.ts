import { z } from 'zod';
import { nameSchema } from '../../core/input/name.js';
import { parseYaml } from '../../core/input/yaml.js';
import type { Sensitivities } from './sensitivity.js';

const SCHEMA = 'qcycle.sensitivity/1';
const MAX_RATIOS = 100;

const losses = z.array(z.number().min(0)).min(2).max(MAX_RATIOS);

const fileSchema = z
  .strictObject({
    schema: z.literal(SCHEMA).describe('Kind and version of this file.'),
    network: nameSchema.optional().describe('Name of the network.'),
    measure: z.string().default('').describe('What the losses are.'),
    ratios: z
      .array(z.number().min(0).lt(1))
      .min(2)
      .max(MAX_RATIOS)
      .describe('Parts of channels that were removed, ascending from 0.'),
    groups: z
      .array(
        z.strictObject({
          group: nameSchema.describe('Name of the first layer that makes the channels.'),
          losses: losses.describe('What the network loses at each of the ratios.'),
        }),
      )
      .describe('Groups of channels. Those that are missing lose none.'),
  })
  .superRefine(({ ratios, groups }, context) => {
    ratios.forEach((ratio, index) => {
      if (index === 0 ? ratio === 0 : ratio > ratios[index - 1]) return;
      const message = `found ${ratio}, allowed: ${index === 0 ? '0 as the first' : `above ${ratios[index - 1]}`}`;
      context.addIssue({ code: 'custom', path: ['ratios', index], message });
    });
    groups.forEach(({ group, losses }, index) => {
      if (groups.findIndex((other) => other.group === group) < index) {
        context.addIssue({ code: 'custom', path: ['groups', index, 'group'], message: `${group} is given twice` });
      }
      if (losses.length === ratios.length) return;
      const message = `found ${losses.length} losses, allowed: ${ratios.length}, one for each ratio`;
      context.addIssue({ code: 'custom', path: ['groups', index, 'losses'], message });
    });
  });

/**
 * Reads how sensitive the groups of a network are (schema qcycle.sensitivity/1).
 * @throws InputError for the first problem, at its line and column
 */
export function parseSensitivities(text: string, file: string): Sensitivities {
  const { measure, ratios, groups } = parseYaml(text, file, fileSchema);
  return { measure: measure === '' ? file : measure, ratios, groups };
}

/** The inverse of `parseSensitivities`. */
export function sensitivityFile(network: string, { measure, ratios, groups }: Sensitivities): string {
  return [
    `schema: ${SCHEMA}`,
    `network: ${network}`,
    `measure: ${JSON.stringify(measure)}`,
    `ratios: [${ratios.join(', ')}]`,
    'groups:',
    ...groups.map(({ group, losses }) => `  - { group: ${group}, losses: [${losses.map(shortNumber).join(', ')}] }`),
    '',
  ].join('\n');
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}
