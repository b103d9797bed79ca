import { simulateEvents } from '../core/engine/event.js';
import type { Interval } from '../core/engine/interval.js';
import { compile, designResources, type FabricDesign } from '../fabric/index.js';
import { type DesignWork, designWork } from './design-work.js';
import { filledDepths } from './fifo/filled.js';
import { networkProblem } from './fifo/network-problem.js';
import { intervalWith, type SizingOptions, sizeFifos } from './fifo/search.js';

/** A piece of work: the steady state of a design. All that enters the result is in it, so that any machine can do it. */
export interface MemberWork extends Omit<DesignWork, 'kind' | 'frames'> {
  readonly kind: 'member';
  /**
   * Whether to find depths of FIFOs that lose nothing, and with what effort, to take those that are never full within some
   * frames, or those of the overlay.
   */
  readonly fifos: 'given' | 'filled' | NonNullable<SizingOptions['effort']>;
}

/** A design in its steady state. */
export interface MemberResult {
  /** Depths in words by the name of the stream. */
  readonly fifos: Readonly<Record<string, number>>;
  /** Cycles from one image to the next, stalls included. */
  readonly intervalCycles: number;
  /** Whether there was a steady state within the images that were simulated; else the interval is a mean. */
  readonly steady: boolean;
  /** Cycles of a single image. */
  readonly firstImageCycles: number;
  readonly resources: { readonly lut: number; readonly bram18: number; readonly dsp: number };
}

type Design = Omit<FabricDesign, 'images' | 'data'>;

/** The work of simulating a design. */
export function memberWork(design: Design, fifos: MemberWork['fifos']): MemberWork {
  const { frames: _, ...work } = designWork({ ...design, images: 1 });
  return { ...work, kind: 'member', fifos };
}

/** @throws InputError where the design cannot be compiled, or deadlocks whatever its FIFOs are */
export function performMember({ kind: _, fifos: effort, ...design }: MemberWork): MemberResult {
  const { depths, interval } = settle(design, effort);
  const fifos = Object.fromEntries(depths);
  const program = compile({ ...design, overlay: { ...design.overlay, fifos }, images: 1 });
  const { lut, bram18, dsp } = designResources(program);
  return {
    fifos,
    intervalCycles: interval.cyclesPerFrame,
    steady: interval.steady,
    firstImageCycles: simulateEvents(program.pipeline).cycles,
    resources: { lut: Math.round(lut), bram18: Math.ceil(bram18), dsp },
  };
}

function settle(
  design: Design,
  effort: MemberWork['fifos'],
): { readonly depths: ReadonlyMap<string, number>; readonly interval: Interval } {
  const problem = networkProblem(design);
  if (effort !== 'given' && effort !== 'filled') return sizeFifos(problem, { effort });
  const depths = effort === 'filled' ? filledDepths(problem) : problem.given;
  return { depths, interval: intervalWith(problem, depths) };
}
