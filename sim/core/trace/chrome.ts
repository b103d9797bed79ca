import { fillChanges, type HandshakeRecorder } from './recorder.js';

const BLOCKS = 1;
const STREAMS = 2;

/**
 * The recording in the Chrome trace event format, piece by piece; ui.perfetto.dev opens it. One microsecond of the trace
 * is one clock cycle. Blocks are threads whose slices are causes; streams are counters of their fill.
 */
export function* chromeTrace(recording: HandshakeRecorder, clockMHz: number): Generator<string> {
  const about = { timeUnit: '1 us is 1 cycle', clockMHz, fromCycle: recording.selection.fromCycle };
  yield `{"otherData":${JSON.stringify(about)},"traceEvents":[\n`;
  yield JSON.stringify({ ph: 'M', name: 'process_name', pid: BLOCKS, args: { name: 'blocks' } });
  yield `,\n${JSON.stringify({ ph: 'M', name: 'process_name', pid: STREAMS, args: { name: 'streams (words)' } })}`;
  for (const [tid, block] of recording.blocks.entries()) {
    if (block === null) continue;
    const name = `${block.name} (${block.unit})`;
    yield `,\n${JSON.stringify({ ph: 'M', name: 'thread_name', pid: BLOCKS, tid, args: { name } })}`;
    for (const { cause, fromCycle, toCycle } of block.spans) {
      yield `,\n${JSON.stringify({ ph: 'X', name: cause, pid: BLOCKS, tid, ts: fromCycle, dur: toCycle - fromCycle })}`;
    }
  }
  for (const stream of recording.streams) {
    if (stream === null) continue;
    for (const { cycle, fill } of fillChanges(stream, recording.selection)) {
      yield `,\n${JSON.stringify({ ph: 'C', name: stream.name, pid: STREAMS, ts: cycle, args: { words: fill } })}`;
    }
  }
  yield '\n]}\n';
}
