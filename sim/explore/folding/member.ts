import { simulateEvents } from '../../core/engine/event.js';
import { measureInterval } from '../../core/engine/interval.js';
import { compile, designResources, type FabricDesign, type Overlay } from '../../fabric/index.js';
import { networkProblem } from '../fifo/network-problem.js';
import { type SizingOptions, sizeFifos } from '../fifo/search.js';
import type { Cost } from './space.js';

/** A design that was simulated. */
export interface SimulatedDesign {
  /** With the depths of FIFOs that it was simulated with. */
  readonly overlay: Overlay;
  /** Cycles from one image to the next in the steady state, stalls included. */
  readonly intervalCycles: number;
  /** Whether there was a steady state within the images that were simulated; else the interval is a mean. */
  readonly steady: boolean;
  /** Cycles of a single image. */
  readonly firstImageCycles: number;
  readonly resources: Cost & { readonly dsp: number };
}

/** Images after which a design that is not in its steady state is judged by their mean. */
const MAX_IMAGES = 1000;

type Design = Omit<FabricDesign, 'images' | 'data'>;

/** Simulates a design with the depths of FIFOs that lose nothing. */
export function simulateSized(design: Design, effort: SizingOptions['effort']): SimulatedDesign {
  const { depths, interval } = sizeFifos(networkProblem(design), { ...(effort === undefined ? {} : { effort }) });
  return describe({ ...design, overlay: { ...design.overlay, fifos: Object.fromEntries(depths) } }, interval);
}

/** Simulates a design with the depths of FIFOs that it has. */
export function simulateAsItIs(design: Design): SimulatedDesign {
  const problem = networkProblem(design);
  return describe(design, measureInterval(problem.build(problem.given, 'actual'), MAX_IMAGES));
}

function describe(
  design: Design,
  { cyclesPerFrame, steady }: { readonly cyclesPerFrame: number; readonly steady: boolean },
): SimulatedDesign {
  const program = compile({ ...design, images: 1 });
  const { lut, bram18, dsp } = designResources(program);
  return {
    overlay: design.overlay,
    intervalCycles: cyclesPerFrame,
    steady,
    firstImageCycles: simulateEvents(program.pipeline).cycles,
    resources: { lut: Math.round(lut), bram18: Math.ceil(bram18), dsp },
  };
}
