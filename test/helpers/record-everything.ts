import { HandshakeRecorder, type Pipeline, simulateEvents, type TraceSelection, tick } from '../../sim/core/index.js';

/** The engines that find every handshake. */
export const EXACT_ENGINES = ['tick', 'event'] as const;

export type ExactEngine = (typeof EXACT_ENGINES)[number];

const EVERYTHING: TraceSelection = { fromCycle: 0, toCycle: Number.POSITIVE_INFINITY };

/** A run, recorded in a window. */
export function record(pipeline: Pipeline, engine: ExactEngine, selection = EVERYTHING) {
  const recording = new HandshakeRecorder(pipeline, selection);
  return { timing: runExactly(pipeline, engine, recording), recording };
}

/** The timing of a pipeline with every handshake and every cause of the whole run. */
export function recordEverything(pipeline: Pipeline, engine: ExactEngine) {
  const { timing, recording } = record(pipeline, engine);
  return { timing, streams: recording.streams, blocks: recording.blocks };
}

/** The timing that an engine finds. */
export function runExactly(pipeline: Pipeline, engine: ExactEngine, recorder?: HandshakeRecorder) {
  const options = recorder === undefined ? {} : { recorder };
  return engine === 'event' ? simulateEvents(pipeline, options) : tick(pipeline, options);
}
