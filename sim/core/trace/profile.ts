import { CAUSES, type Cause } from '../causes.js';
import { type BlockRecord, fillChanges, type HandshakeRecorder, type StreamRecord } from './recorder.js';

/** Steps of a profile, at most: what a screen can show side by side. */
const MAX_STEPS = 200;

/** What blocks and streams do during the first images of a run, in steps of equal length of which the last may be shorter. */
export interface Profile {
  readonly images: number;
  readonly cycles: number;
  readonly cyclesPerStep: number;
  readonly blocks: readonly BlockProfile[];
  readonly streams: readonly StreamProfile[];
}

export interface BlockProfile {
  readonly name: string;
  readonly unit: string;
  /** Cycles of each step by cause, for the causes that occur; they sum to the cycles of the step. */
  readonly causes: Readonly<Partial<Record<Cause, readonly number[]>>>;
}

export interface StreamProfile {
  readonly name: string;
  readonly depth: number;
  /** Words in the stream, the mean over the cycles of each step. */
  readonly meanWords: readonly number[];
  /** The most words that it holds at the beginning of a cycle of each step. */
  readonly maxWords: readonly number[];
}

/** Sums a recording of the first `images`, which took `cycles` from cycle 0 on, up in steps. */
export function profileRecording(recording: HandshakeRecorder, images: number, cycles: number): Profile {
  const cyclesPerStep = Math.max(1, Math.ceil(cycles / MAX_STEPS));
  const grid = { cycles, cyclesPerStep, steps: Math.ceil(cycles / cyclesPerStep) };
  return {
    images,
    cycles,
    cyclesPerStep,
    blocks: recording.blocks.filter((block) => block !== null).map((block) => profileBlock(block, grid)),
    streams: recording.streams
      .filter((stream) => stream !== null)
      .map((stream) => profileStream(stream, recording, grid)),
  };
}

interface Grid {
  readonly cycles: number;
  readonly cyclesPerStep: number;
  readonly steps: number;
}

function profileBlock({ name, unit, spans }: BlockRecord, grid: Grid): BlockProfile {
  const occurring = CAUSES.filter((cause) => spans.some((span) => span.cause === cause));
  const causes = occurring.map((occurs) => {
    const cycles = new Array<number>(grid.steps).fill(0);
    for (const { cause, fromCycle, toCycle } of spans) {
      if (cause === occurs) spread(grid, fromCycle, toCycle, (step, length) => (cycles[step] += length));
    }
    return [occurs, cycles];
  });
  return { name, unit, causes: Object.fromEntries(causes) };
}

function profileStream(stream: StreamRecord, { selection }: HandshakeRecorder, grid: Grid): StreamProfile {
  const { name, depth } = stream;
  const wordCycles = new Array<number>(grid.steps).fill(0);
  const maxWords = new Array<number>(grid.steps).fill(0);
  const changes = fillChanges(stream, selection);
  changes.forEach(({ cycle, fill }, index) => {
    spread(grid, cycle, changes[index + 1]?.cycle ?? grid.cycles, (step, length) => {
      wordCycles[step] += fill * length;
      maxWords[step] = Math.max(maxWords[step], fill);
    });
  });
  const meanWords = wordCycles.map((sum, step) => Number((sum / stepLength(grid, step)).toFixed(2)));
  return { name, depth, meanWords, maxWords };
}

function stepLength({ cycles, cyclesPerStep }: Grid, step: number): number {
  return Math.min(cyclesPerStep, cycles - step * cyclesPerStep);
}

/** Tells for each step that cycles from `from` to `to` (exclusive) touch how many of them lie in it. */
function spread(grid: Grid, from: number, to: number, add: (step: number, length: number) => void): void {
  const { cycles, cyclesPerStep } = grid;
  const end = Math.min(to, cycles);
  for (let cycle = from; cycle < end; ) {
    const step = Math.floor(cycle / cyclesPerStep);
    const next = Math.min(end, (step + 1) * cyclesPerStep);
    add(step, next - cycle);
    cycle = next;
  }
}
