import { HandshakeRecorder, type Pipeline, simulateEvents, tick } from '../../sim/core/index.js';

/** The timing of a pipeline with every handshake and every cause of the whole run. */
export function recordEverything(pipeline: Pipeline, engine: 'event' | 'tick') {
  const recorder = new HandshakeRecorder(pipeline, { fromCycle: 0, toCycle: Number.POSITIVE_INFINITY });
  const timing = engine === 'event' ? simulateEvents(pipeline, { recorder }) : tick(pipeline, { recorder });
  return { timing, streams: recorder.streams, blocks: recorder.blocks };
}
