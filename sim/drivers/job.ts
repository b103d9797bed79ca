import type { Engine } from '../core/run.js';
import type { TraceSelection } from '../core/trace/recorder.js';
import type { DpuBoard, DpuTimeline, HostWork } from '../dpu/index.js';
import type { FabricBoard, OffloadOverlay, Overlay } from '../fabric/index.js';
import type { Gap8Board, Gap8Timeline, Schedule } from '../gap8/index.js';
import type { Picture } from '../nn/data/picture.js';
import type { Network } from '../nn/network.js';

/** Pictures to classify, with their classes where those are known. */
export interface Pictures {
  /** Pixels of all pictures, one after the other, row by row. */
  readonly pixels: Uint8Array;
  readonly labels?: Labels;
  /** For a network that begins with an offloaded layer: of each feature map the photo that it was made of; null where it was given. */
  readonly photos?: readonly (PhotoSize | null)[];
}

/** The class of each picture. */
export type Labels = Uint8Array | Uint16Array;

/** Width and height of a photo in pixels. */
export type PhotoSize = Pick<Picture, 'width' | 'height'>;

/** What a job says on every machine. */
interface JobFields {
  readonly network: Network;
  readonly images: number;
  /** Absent where only time is asked for. */
  readonly pictures?: Pictures;
  /** Whether the codes of every executed layer are asked for, beside those of the last. */
  readonly layerCodes?: boolean;
  /** Host threads that feed a board which takes several images at a time. */
  readonly threads?: number;
  /** Told of the images done so far, of `images`. */
  readonly progress?: (images: number) => void;
}

/** A job on the FPGA fabric. */
export interface FabricJob extends JobFields {
  readonly board: FabricBoard;
  readonly overlay: Overlay | OffloadOverlay;
  readonly engine: Engine;
  /** Part of the simulation to record. */
  readonly trace?: TraceSelection;
  /** Whether the record shall tell what blocks and streams do over time (`Run.profile`). */
  readonly profile?: boolean;
}

/** A job on a GAP8. */
export interface Gap8Job extends JobFields {
  readonly board: Gap8Board;
  readonly schedule: Schedule;
  /** Is told of everything that the simulation does. */
  readonly timeline?: Gap8Timeline;
}

/** A job on a DPU. */
export interface DpuJob extends JobFields {
  readonly board: DpuBoard;
  readonly hostWork: HostWork;
  /** Whether the record shall tell the throughput of other numbers of threads (`Run.threadCurve`). */
  readonly threadCurve: boolean;
  /** Is told of everything that the simulation does. */
  readonly timeline?: DpuTimeline;
}

/** What a device is asked to do. The same for every device; which machine it is for, its board says. */
export type Job = FabricJob | Gap8Job | DpuJob;

export function isFabricJob(job: Job): job is FabricJob {
  return job.board.machine === 'fabric';
}

export function isDpuJob(job: Job): job is DpuJob {
  return job.board.machine === 'dpu';
}
