import type { SubgraphTiming } from '../units/core.js';
import type { DdrTiming } from '../units/ddr.js';
import type { Workload } from './workload.js';

/** What a host thread does for one image, one after the other. Cycles are those of the cores' clock. */
export type HostStep =
  /** Work on one of the processor's cores. */
  | { readonly on: 'host'; readonly cycles: number }
  /** A subgraph on the thread's DPU core, which driver and interrupt keep from other threads before and behind it. */
  | { readonly on: 'dpu'; readonly subgraph: number; readonly before: number; readonly behind: number };

/** A job: who does what. */
export interface SystemJob {
  readonly steps: readonly HostStep[];
  readonly subgraphs: readonly { readonly workload: Workload; readonly layers: number }[];
  readonly cores: number;
  readonly threads: number;
  readonly hostCores: number;
  readonly ddr: DdrTiming;
  readonly images: number;
  /** Whether each thread has an equal part of the images, instead of the next one whenever it is free. */
  readonly equalParts: boolean;
  /** The job is over before all images are done, as soon as every thread has done so many. */
  readonly rounds?: number;
  /** Cycle at which each thread begins; 0 where they are not given. */
  readonly starts?: readonly number[];
}

/** What a core did for a thread. */
export interface CoreRun {
  readonly core: number;
  readonly thread: number;
  /** Images that the thread had done before. */
  readonly round: number;
  readonly subgraph: number;
  readonly timing: SubgraphTiming;
}

/** When images were done, and what the cores did for them. */
export interface SystemTiming {
  /** Ends of the images, in order. */
  readonly ends: readonly number[];
  /** Those of each thread. */
  readonly threadEnds: readonly (readonly number[])[];
  /** What cores did, in the order of ends. */
  readonly runs: readonly CoreRun[];
}
