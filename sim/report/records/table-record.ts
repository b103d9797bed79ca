import { z } from 'zod';

const name = z.string().min(1).max(200);
const figures = z.record(z.string(), z.number().nullable());
const percent = z.number().nullable();

const column = z.object({
  name,
  unit: name,
  counted: z.boolean().optional(),
  bound: z.enum(['upper', 'lower']).optional(),
});

/** A regenerated published table (schema qcycle.table/1, sim/report/published-table.ts). */
export const tableRecord = z.object({
  schema: z.literal('qcycle.table/1'),
  table: name,
  source: z.string(),
  columns: z.array(column).min(1),
  rows: z.array(z.object({ name, measured: figures, model: figures, errorPercent: figures })),
  summary: z.object({ mapePercent: percent, totalErrorPercent: percent, maxErrorPercent: percent }),
  notes: z.array(z.string()).optional(),
});

export type TableRecord = z.infer<typeof tableRecord>;
