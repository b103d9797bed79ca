import type { CauseCycles } from '../causes.js';
import type { Deadlock } from '../deadlock.js';
import type { HandshakeRecorder } from '../trace/recorder.js';

/** What an engine finds out about a pipeline. */
export interface PipelineTiming {
  /** Cycles until every block has finished, or until nothing can move. */
  readonly cycles: number;
  /** Cycles until the sink has taken the last word of the first frame. */
  readonly firstFrameCycles: number;
  /** In the order of the pipeline's blocks. */
  readonly blocks: readonly { readonly name: string; readonly unit: string; readonly causes: CauseCycles }[];
  /** In the order of the pipeline's streams; `highWater` is the largest number of words at the end of a cycle. */
  readonly streams: readonly { readonly name: string; readonly depth: number; readonly highWater: number }[];
  readonly deadlock: Deadlock | null;
}

/** Options that both engines take. */
export interface EngineOptions {
  /** Told of every access and cause; an engine that is recorded takes no shortcut. */
  readonly recorder?: HandshakeRecorder;
  /** Told now and then how many frames have left, by an engine that takes long. */
  readonly progress?: (frames: number) => void;
}
