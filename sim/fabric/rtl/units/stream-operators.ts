import type { Block } from '../../../core/pipeline.js';
import { add, duplicate, type StreamOperatorParameters } from '../../units/stream-operators.js';

/** What a unit that passes a word of every stream at once is told. */
export interface RtlOperatorParameters extends Omit<StreamOperatorParameters, 'depthCycles'> {
  readonly bits: number;
}

/** duplicate.sv: every word goes to all streams in the same cycle. */
export function rtlDuplicate(parameters: RtlOperatorParameters): Block {
  const { bits, outputs } = parameters;
  return {
    ...duplicate({ ...parameters, depthCycles: 0 }),
    module: { name: 'duplicate', parameters: { WIDTH: bits, STREAMS: outputs.length }, combinational: true },
  };
}

/** add.sv: a word of each stream, as plain numbers. */
export function rtlAdd(parameters: RtlOperatorParameters): Block {
  const { bits, inputs } = parameters;
  const sizes = { IN_WIDTH: bits, STREAMS: inputs.length, OUT_WIDTH: sumBits(bits, inputs.length) };
  return {
    ...add({ ...parameters, depthCycles: 0 }),
    module: { name: 'add', parameters: sizes, combinational: true },
  };
}

/** Bits of the sum of so many numbers. */
export function sumBits(bits: number, count: number): number {
  return bits + Math.ceil(Math.log2(count));
}
