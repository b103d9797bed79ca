import { deadlockSentence } from '../core/deadlock.js';
import { simulateEvents } from '../core/engine/event.js';
import type { PipelineTiming } from '../core/engine/result.js';
import { type BlockLibrary, compile, type FabricBoard, type FabricDesign, type Overlay } from '../fabric/index.js';
import type { Network } from '../nn/network.js';
import { withoutParameters } from '../nn/with-parameters.js';

/** A piece of work: the timing of one design. All that enters the result is in it, so that any machine can do it. */
export interface DesignWork {
  readonly kind: 'design';
  /** Without parameters, which no time depends on. */
  readonly network: Network;
  readonly board: FabricBoard;
  readonly library: BlockLibrary;
  readonly overlay: Overlay;
  readonly frames: number;
}

/** What the timing of a design comes to. */
export interface DesignResult {
  /** Cycles of all frames, or those before the deadlock. */
  readonly cycles: number;
  /** null where there is a deadlock, as is the next. */
  readonly cyclesPerImage: number | null;
  readonly firstImageCycles: number | null;
  /** Who waits for whom, in one sentence. */
  readonly deadlock: string | null;
  /** By stream: the largest number of words inside at the end of a cycle. */
  readonly highWater: Readonly<Record<string, number>>;
}

/** The work of timing a design, without what does not enter the time, so that equal designs are equal works. */
export function designWork({ network, board, library, overlay, images }: Omit<FabricDesign, 'data'>): DesignWork {
  return {
    kind: 'design',
    network: { ...withoutParameters(network), description: '' },
    board,
    library,
    overlay: { ...overlay, boards: [], source: '' },
    frames: images,
  };
}

/** @throws InputError where the design cannot be compiled */
export function performDesign({ network, board, library, overlay, frames }: DesignWork): DesignResult {
  const { pipeline } = compile({ network, board, library, overlay, images: frames });
  return designResult(simulateEvents(pipeline), frames);
}

/** What is of interest in the timing of so many frames. */
export function designResult(timing: PipelineTiming, frames: number): DesignResult {
  const { cycles, firstFrameCycles, streams, deadlock } = timing;
  const finished = deadlock === null;
  return {
    cycles,
    cyclesPerImage: finished ? cycles / frames : null,
    firstImageCycles: finished ? firstFrameCycles : null,
    deadlock: finished ? null : deadlockSentence(deadlock),
    highWater: Object.fromEntries(streams.map(({ name, highWater }) => [name, highWater])),
  };
}
