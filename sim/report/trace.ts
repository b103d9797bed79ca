import { z } from 'zod';
import { parseYaml } from '../core/input/yaml.js';

/** What is published of a network, of one of its layers, or of one call of it. */
export interface TraceRow {
  readonly network: string;
  /** Absent for the network as a whole. */
  readonly layer?: string | undefined;
  /** Which of several measurements it is, where each has a row of its own. */
  readonly call?: string | undefined;
  /** Where it was measured on another board than the rest. */
  readonly board?: string | undefined;
  /** As measured, by the name of the quantity with its unit. */
  readonly measured: Readonly<Record<string, number>>;
}

/** Published measurements of one document: what stands in a table of it. */
export interface Trace {
  /** Table that it belongs to. */
  readonly table: string;
  readonly source: string;
  /** How it was measured. */
  readonly conditions: string;
  readonly board: string;
  readonly clockMHz: number;
  readonly images: number;
  readonly rows: readonly TraceRow[];
}

const traceSchema = z
  .strictObject({
    schema: z.literal('qcycle.trace/1'),
    table: z.string().min(1),
    source: z.string().min(1),
    conditions: z.string().min(1),
    board: z.string().min(1),
    clockMHz: z.number().positive(),
    images: z.int().min(1),
    rows: z
      .array(
        z.strictObject({
          network: z.string().min(1),
          layer: z.string().min(1).optional(),
          call: z.string().min(1).optional(),
          board: z.string().min(1).optional(),
          measured: z.record(z.string(), z.number()),
        }),
      )
      .min(1),
  })
  .transform(({ schema: _, ...trace }): Trace => trace);

/**
 * Reads a file of published measurements (schema qcycle.trace/1).
 * @throws InputError for the first problem, at its line and column
 */
export function parseTrace(text: string, file: string): Trace {
  return parseYaml(text, file, traceSchema);
}
