import { stringify } from 'yaml';
import { z } from 'zod';
import { parseYaml } from '../core/input/yaml.js';
import type { Network } from '../nn/network.js';
import { LIBRARY_NAMES } from './library.js';
import { type Overlay, overlayProblems } from './overlay.js';

/** Most lanes, widest and deepest stream that are accepted. */
export const MAX_LANES = 2 ** 16;
const MAX_BITS = 2 ** 20;
export const MAX_FIFO_DEPTH = 2 ** 20;

const lanes = z.int().min(1).max(MAX_LANES);

const overlaySchema = z
  .strictObject({
    schema: z.literal('qcycle.overlay/1'),
    network: z.string().min(1),
    library: z.enum(LIBRARY_NAMES).default('hls'),
    boards: z.array(z.string().min(1)).default([]),
    source: z.string().default(''),
    layers: z.array(z.strictObject({ name: z.string().min(1), pe: lanes, simd: lanes })).min(1),
    fifos: z.record(z.string(), z.int().min(1).max(MAX_FIFO_DEPTH)).default({}),
    widths: z.record(z.string(), z.int().min(1).max(MAX_BITS)).default({}),
    lutRam: z.array(z.string()).optional(),
    dsp: z.array(z.string()).optional(),
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

/** The text of an overlay file (schema qcycle.overlay/1), which `parseOverlay` reads. */
export function overlayFile({ lutRam = [], dsp = [], ...overlay }: Overlay): string {
  const placed = { ...(lutRam.length === 0 ? {} : { lutRam }), ...(dsp.length === 0 ? {} : { dsp }) };
  return stringify({ schema: 'qcycle.overlay/1', ...overlay, ...placed });
}
