import type { Pipeline } from '../../core/pipeline.js';
import type { HandshakeRecorder } from '../../core/trace/recorder.js';
import type { Divergence } from './compare.js';
import type { FifoHandshakes } from './handshakes.js';

/** Cycles that are shown before and behind the one in which model and RTL part. */
const CONTEXT_CYCLES = 6;

/** A divergence in a line. */
export function divergenceSentence({ cycle, stream, end, only }: Divergence): string {
  return `model and RTL part in cycle ${cycle}: ${stream} is ${end} in the ${only} alone`;
}

/**
 * What the streams around a divergence do in the cycles around it, in the model and in the RTL: `w` written, `r` read, `*` both.
 * They are those of the blocks at the two ends of the stream.
 */
export function divergenceTable(
  { cycle, stream }: Divergence,
  pipeline: Pipeline,
  model: HandshakeRecorder,
  rtl: ReadonlyMap<string, FifoHandshakes>,
): string {
  const near = pipeline.blocks.filter(({ inputs, outputs }) => [...inputs, ...outputs].includes(stream));
  const names = new Set(near.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]));
  const from = Math.max(0, cycle - CONTEXT_CYCLES);
  const cycles = Array.from({ length: 2 * CONTEXT_CYCLES + 1 }, (_, index) => from + index);
  const lines = model.streams.flatMap((record) => {
    const handshakes = record === null ? undefined : rtl.get(record.name);
    if (record === null || handshakes === undefined || !names.has(record.name)) return [];
    return [{ name: record.name, model: strip(record, cycles), rtl: strip(handshakes, cycles) }];
  });
  const width = Math.max(...lines.map(({ name }) => name.length), 'stream'.length);
  return [
    `cycles ${from} to ${cycles[cycles.length - 1]}: w written, r read, * both`,
    `${'stream'.padEnd(width)}  ${'model'.padEnd(cycles.length)}  RTL`,
    ...lines.map((line) => `${line.name.padEnd(width)}  ${line.model}  ${line.rtl}`),
  ].join('\n');
}

function strip({ written, read }: Pick<FifoHandshakes, 'written' | 'read'>, cycles: readonly number[]): string {
  return cycles
    .map((cycle) => (written.includes(cycle) ? (read.includes(cycle) ? '*' : 'w') : read.includes(cycle) ? 'r' : '.'))
    .join('');
}
