import { z } from 'zod';
import { allowedNames } from '../core/input/nearest.js';
import { parseYaml } from '../core/input/yaml.js';
import { foldingProblem } from '../nn/folding.js';
import type { Network } from '../nn/network.js';

/** How a network is laid out in the fabric: the folding of each layer and the depths of the streams between them. */
export interface Overlay {
  /** Network that it is made for. */
  readonly network: string;
  /** Name of the block library. */
  readonly library: string;
  /** Boards that it exists for, the usual one first. */
  readonly boards: readonly string[];
  readonly source: string;
  readonly layers: readonly { readonly name: string; readonly pe: number; readonly simd: number }[];
  /** Depths in words by stream name; streams that are not named have the library's default. */
  readonly fifos: Readonly<Record<string, number>>;
}

/** Widest lanes and deepest stream that are accepted. */
const MAX_LANES = 2 ** 16;
export const MAX_FIFO_DEPTH = 2 ** 20;

const overlaySchema = z
  .strictObject({
    schema: z.literal('qcycle.overlay/1'),
    network: z.string().min(1),
    library: z.enum(['hls']).default('hls'),
    boards: z.array(z.string().min(1)).default([]),
    source: z.string().default(''),
    layers: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          pe: z.int().min(1).max(MAX_LANES),
          simd: z.int().min(1).max(MAX_LANES),
        }),
      )
      .min(1),
    fifos: z.record(z.string(), z.int().min(1).max(MAX_FIFO_DEPTH)).default({}),
  })
  .transform(({ schema: _, ...overlay }): Overlay => Object.freeze(overlay));

/**
 * Reads an overlay or a folding file (schema qcycle.overlay/1) for a network.
 * @param file name of the text in messages
 * @throws InputError for the first problem, at its line and column: also where it does not fit the network
 */
export function parseOverlay(text: string, file: string, network: Network): Overlay {
  const fitting = overlaySchema.superRefine((overlay, context) => {
    for (const { path, message } of overlayProblems(overlay, network)) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  });
  return parseYaml(text, file, fitting);
}

/** What keeps an overlay from a network, and where in the overlay. */
export function overlayProblems(
  { layers }: Overlay,
  network: Network,
): { path: (string | number)[]; message: string }[] {
  const names = network.layers.map(({ name }) => name);
  const problems = layers.flatMap(({ name, ...folding }, index) => {
    const layer = network.layers.find((candidate) => candidate.name === name);
    if (layer === undefined) {
      return [
        {
          path: ['layers', index, 'name'],
          message: `no layer ${name} in ${network.name}, ${allowedNames(name, names)}`,
        },
      ];
    }
    if (layers.findIndex((other) => other.name === name) !== index) {
      return [{ path: ['layers', index, 'name'], message: `the layer ${name} is given twice` }];
    }
    const problem = foldingProblem(folding, layer.outputFeatures, layer.inputFeatures);
    return problem === undefined ? [] : [{ path: ['layers', index], message: `${name}: ${problem}` }];
  });
  const missing = names.find((name) => !layers.some((layer) => layer.name === name));
  if (missing !== undefined) problems.push({ path: ['layers'], message: `no folding of layer ${missing}` });
  return problems;
}

/** The overlay of a network for which none is known: one lane everywhere. */
export function unfoldedOverlay(network: Network): Overlay {
  return {
    network: network.name,
    library: 'hls',
    boards: [],
    source: 'one lane in every layer',
    layers: network.layers.map(({ name }) => ({ name, pe: 1, simd: 1 })),
    fifos: {},
  };
}
