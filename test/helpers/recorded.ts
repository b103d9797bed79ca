import { HandshakeRecorder, type Pipeline, simulateEvents, type TraceSelection, tick } from '../../sim/core/index.js';

/** The engines that find every handshake. */
export const EXACT_ENGINES = { tick, simulateEvents };

export type ExactEngine = (typeof EXACT_ENGINES)[keyof typeof EXACT_ENGINES];

export const EVERYTHING: TraceSelection = { fromCycle: 0, toCycle: Number.POSITIVE_INFINITY };

/** A recorded run. */
export function recorded(pipeline: Pipeline, engine: ExactEngine, selection: TraceSelection = EVERYTHING) {
  const recording = new HandshakeRecorder(pipeline, selection);
  const timing = engine(pipeline, { recorder: recording });
  return { timing, recording };
}
