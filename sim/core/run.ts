import type { CauseCycles } from './causes.js';
import type { Profile } from './trace/profile.js';

/**
 * What every device tells of one run: the simulator, RTL, and boards alike. `macs`, `ops` and `bytes` count one image, `cycles` and
 * `causes` the whole run. With `Run` it is all that reports, exploration, drivers and tests exchange.
 */
export interface DeviceRun {
  readonly schema: 'qcycle.run/1';
  /** Version of qcycle. */
  readonly qcycle: string;
  readonly network: string;
  readonly machine: string;
  readonly board: string;
  /** Absent where a device has no clock that counts: software. */
  readonly clockMHz?: number;
  readonly device: string;
  readonly images: number;
  /** Cycles of that clock. */
  readonly cycles?: number;
  readonly cyclesPerImage?: number;
  readonly microseconds: number;
  readonly microsecondsPerImage: number;
  readonly imagesPerSecond: number;
  /** Multiply-accumulates of an image. */
  readonly macs: number;
  /** Operations of an image, 2 for each MAC. */
  readonly ops: number;
  /** `correctTop5`: images whose class is among the five with the largest scores; of networks of many classes. */
  readonly accuracy?: { readonly correct: number; readonly correctTop5?: number; readonly total: number };
  /** Predicted class of each image. */
  readonly predictions?: readonly number[];
  /** For each image the last layer's output of each class. */
  readonly scores?: readonly (readonly number[])[];
  readonly layers: readonly DeviceLayer[];
  /** What a profiler of the device's own tells, by its own names: they need not be those of the layers. */
  readonly parts?: readonly { readonly name: string; readonly microseconds: number }[];
  readonly wallSeconds: { readonly load: number; readonly values: number; readonly timing: number };
}

/** What a device tells of a layer. */
export interface DeviceLayer {
  readonly name: string;
  readonly macs: number;
  readonly ops: number;
  readonly cycles?: number;
}

/** The record of a simulated run: beside what every device tells, where the cycles went. */
export interface Run extends DeviceRun {
  readonly clockMHz: number;
  readonly engine: Engine;
  readonly cycles: number;
  readonly cyclesPerImage: number;
  /** Cycles until the result of the first image is in memory. */
  readonly firstImageCycles: number;
  readonly layers: readonly RunLayer[];
  /** Layers of the network whose time is not known, and what they run on. */
  readonly untimed?: { readonly layers: readonly string[]; readonly runsOn: string };
  /** All hardware blocks, those of the layers included. */
  readonly blocks: readonly { readonly name: string; readonly unit: string; readonly causes: CauseCycles }[];
  readonly streams: readonly RunStream[];
  readonly bottleneck: Bottleneck;
  /** What blocks and streams do over time, where that was asked for. */
  readonly profile?: Profile;
  /** Layers that the machine leaves to its host, and why. */
  readonly hostLayers?: readonly { readonly name: string; readonly op: string; readonly why: string }[];
  /** Throughput by host threads, where that was asked for. */
  readonly threadCurve?: ThreadCurve;
}

/** Whether a run was simulated, so that it is known where its cycles went. */
export function isSimulated(run: DeviceRun | Run): run is Run {
  return 'engine' in run;
}

/** How many images a second some host threads get done, where several take turns. */
export interface ThreadCurve {
  readonly points: readonly { readonly threads: number; readonly imagesPerSecond: number }[];
  /** From which number on more gain nothing. */
  readonly saturationThreads: number;
  /** Why, for people. */
  readonly sentence: string;
}

/** A stream and its use, in words. */
export interface RunStream {
  readonly name: string;
  readonly depth: number;
  /** The largest number of words at the end of a cycle. */
  readonly highWater: number;
  /** Inside a unit: nobody can choose its depth. */
  readonly fixed?: true;
}

/** How cycles are found: by accesses, cycle by cycle, or as the largest of the layers' ideal cycles. */
export const ENGINES = ['event', 'tick', 'analytic'] as const;

export type Engine = (typeof ENGINES)[number];

export interface RunLayer extends DeviceLayer {
  readonly op: string;
  /** Cycles of an image if the layer never waited. */
  readonly idealCycles: number;
  readonly cycles: number;
  readonly causes: LayerCauses;
  /** The unit with the most work, of a layer that has several to itself one behind the other. */
  readonly busiestUnit?: { readonly name: string; readonly busyCycles: number };
  /** The machine's engines while it runs, where all of them work on one layer at a time; the rest of its cycles they wait. */
  readonly engines?: readonly { readonly name: string; readonly busyCycles: number }[];
  /** Of its feature maps, and what the machine moves where. */
  readonly bytes: { readonly input: number; readonly output: number; readonly [moved: string]: number };
  /** Part of the cycles in which the layer is busy, 0 to 1. */
  readonly utilization: number;
}

/**
 * Cycles of a layer by cause, which sum to its cycles: those of a streaming block, and those that the machine has beside them or
 * in their place.
 */
export type LayerCauses = Readonly<Record<string, number>>;

export interface Bottleneck {
  /** The layer that has the most work. */
  readonly layer: string;
  /** What that layer spends most of its cycles on beside work, or `busy` if that is next to nothing. */
  readonly cause: string;
  /** What limits the throughput, for people. */
  readonly sentence: string;
}

/** Fraction of cycles under which waiting is called next to nothing. */
export const NEGLIGIBLE = 0.01;
