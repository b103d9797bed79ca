import type { Deadlock } from '../../core/deadlock.js';
import { simulateEvents } from '../../core/engine/event.js';
import type { PipelineTiming } from '../../core/engine/result.js';
import { tick } from '../../core/engine/tick.js';
import { HandshakeRecorder } from '../../core/trace/recorder.js';
import type { BuiltPipeline } from './build.js';

/** What a pipeline file's simulation finds out (schema qcycle.pipeline/1). Cycle 0 is the first in which the source may offer. */
export interface PipelineRun {
  readonly schema: 'qcycle.pipeline/1';
  /** From the source's to the sink's. */
  readonly streams: readonly PipelineStream[];
  /** Cycles from the first beat in to the first beat out; null if there is none. */
  readonly firstInToFirstOut: number | null;
  /** Cycles from the first beat in to the last beat out, both counted; null if that is not reached. */
  readonly total: number | null;
  /** Cycles a frame from the end of frame 4 to the end of frame 8; null for fewer frames. */
  readonly interval: number | null;
  /** Blocks and streams by their names in the file; what lies inside a block bears its name and a part's, `block.part`. */
  readonly deadlock: Deadlock | null;
}

export interface PipelineStream {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Cycles in which a beat passed. */
  readonly handshakes: readonly number[];
  /** Most beats that waited in the memory in front of it at the end of a cycle. */
  readonly highWater: number;
}

export interface PipelineSimulation {
  readonly run: PipelineRun;
  readonly timing: PipelineTiming;
}

/** Runs a pipeline file's blocks on an engine. */
export function runPipeline(
  { pipeline }: BuiltPipeline,
  engine: 'event' | 'tick',
  recorder: HandshakeRecorder,
): PipelineTiming {
  return (engine === 'tick' ? tick : simulateEvents)(pipeline, { recorder });
}

/** Simulates a pipeline file's blocks, every handshake recorded. */
export function simulatePipeline(built: BuiltPipeline, engine: 'event' | 'tick' = 'event'): PipelineSimulation {
  const { pipeline, wires, firstCycle } = built;
  const recording = new HandshakeRecorder(pipeline, { fromCycle: 0, toCycle: Number.POSITIVE_INFINITY });
  const timing = runPipeline(built, engine, recording);
  const indexOf = new Map(pipeline.streams.map(({ name }, index) => [name, index]));
  const streams = wires.map(({ name, from, to, stream, passes }) => {
    const index = indexOf.get(stream)!;
    const handshakes = recording.streams[index]![passes].map((cycle) => cycle - firstCycle);
    return { name, from, to, handshakes, highWater: timing.streams[index].highWater };
  });
  const [entered, left] = [streams[0].handshakes, streams[streams.length - 1].handshakes];
  const endOf = (frame: number): number | undefined => left[frame * built.outputBeatsPerFrame - 1];
  const lastEnd = endOf(pipeline.frames);
  const [fourth, eighth] = [endOf(4), endOf(8)];
  const run: PipelineRun = {
    schema: 'qcycle.pipeline/1',
    streams,
    firstInToFirstOut: left.length > 0 && entered.length > 0 ? left[0] - entered[0] : null,
    total: lastEnd === undefined ? null : lastEnd - entered[0] + 1,
    interval: fourth === undefined || eighth === undefined ? null : (eighth - fourth) / 4,
    deadlock: timing.deadlock === null ? null : deadlockInFile(timing.deadlock, built),
  };
  return { run, timing };
}

/** The deadlock in the words of the file: its blocks and streams, and cycles as it counts them. */
export function deadlockInFile(
  { cycle, waits, circle, closed }: Deadlock,
  { firstCycle, wires }: BuiltPipeline,
): Deadlock {
  const blockOf = (part: string) => part.split('.')[0];
  const blocks = circle.map(blockOf);
  return {
    cycle: cycle - firstCycle,
    waits: waits.map(({ block, stream, ...rest }) => ({
      block: blockOf(block),
      for: rest.for,
      stream: wires.find((wire) => wire.stream === stream)?.name ?? stream,
      fill: rest.fill,
      depth: rest.depth,
    })),
    circle: blocks.filter((block, index) => block !== blocks[index - 1]),
    closed,
  };
}
