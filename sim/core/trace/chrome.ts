import { processName, slice, TRACE_END, threadName, traceBegin } from './chrome-events.js';
import { fillChanges, type HandshakeRecorder } from './recorder.js';

const BLOCKS = 1;
const STREAMS = 2;

/**
 * The recording in the Chrome trace event format, piece by piece; ui.perfetto.dev opens it. One microsecond of the trace
 * is one clock cycle. Blocks are threads whose slices are causes; streams are counters of their fill.
 */
export function* chromeTrace(recording: HandshakeRecorder, clockMHz: number): Generator<string> {
  yield traceBegin(clockMHz, recording.selection.fromCycle);
  yield processName(BLOCKS, 'blocks');
  yield `,\n${processName(STREAMS, 'streams (words)')}`;
  for (const [tid, block] of recording.blocks.entries()) {
    if (block === null) continue;
    yield `,\n${threadName(BLOCKS, tid, `${block.name} (${block.unit})`)}`;
    for (const { cause, fromCycle, toCycle } of block.spans) {
      yield `,\n${slice(BLOCKS, tid, cause, fromCycle, toCycle)}`;
    }
  }
  for (const stream of recording.streams) {
    if (stream === null) continue;
    for (const { cycle, fill } of fillChanges(stream, recording.selection)) {
      yield `,\n${JSON.stringify({ ph: 'C', name: stream.name, pid: STREAMS, ts: cycle, args: { words: fill } })}`;
    }
  }
  yield TRACE_END;
}
