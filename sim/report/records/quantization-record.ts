import { z } from 'zod';

const name = z.string().min(1).max(200);
const bits = z.int().min(1).nullable();
const accuracy = { correct: z.int().nonnegative(), total: z.int().min(1) };

/** Accuracy of a network against bits (schema qcycle.quantization/1). */
export const quantizationRecord = z.object({
  schema: z.literal('qcycle.quantization/1'),
  network: name,
  scheme: name,
  float: z.object(accuracy),
  rows: z.array(z.object({ series: name, weights: bits, inputs: bits, activations: bits, ...accuracy })).readonly(),
  worstLayers: z.array(z.object({ layer: name, signalToNoiseDb: z.number().nullable() })).readonly(),
});

export type QuantizationRecord = z.infer<typeof quantizationRecord>;
