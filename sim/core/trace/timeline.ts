import { processName, slice, TRACE_END, threadName, traceBegin } from './chrome-events.js';

/** What a part of a machine did, as slices of time that do not overlap. */
export interface TimelineTrack {
  readonly name: string;
  readonly slices: readonly {
    readonly name: string;
    readonly fromCycle: number;
    readonly toCycle: number;
    readonly details: object;
  }[];
}

const MACHINE = 1;

/** Tracks in the Chrome trace event format, piece by piece; ui.perfetto.dev opens it. One microsecond is one cycle. */
export function* timelineTrace(
  tracks: readonly TimelineTrack[],
  machine: string,
  clockMHz: number,
  fromCycle: number,
): Generator<string> {
  yield traceBegin(clockMHz, fromCycle);
  yield processName(MACHINE, machine);
  for (const [tid, { name, slices }] of tracks.entries()) {
    yield `,\n${threadName(MACHINE, tid, name)}`;
    for (const each of slices) {
      yield `,\n${slice(MACHINE, tid, each.name, each.fromCycle, each.toCycle, each.details)}`;
    }
  }
  yield TRACE_END;
}
