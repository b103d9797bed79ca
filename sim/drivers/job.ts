import type { Engine } from '../core/run.js';
import type { TraceSelection } from '../core/trace/recorder.js';
import type { FabricBoard, OffloadOverlay, Overlay } from '../fabric/index.js';
import type { Picture } from '../nn/data/picture.js';
import type { Network } from '../nn/network.js';

/** Pictures to classify, with their classes where those are known. */
export interface Pictures {
  /** Pixels of all pictures, one after the other, row by row. */
  readonly pixels: Uint8Array;
  readonly labels?: Uint8Array;
  /** For a network that begins with an offloaded layer: of each feature map the photo that it was made of; null where it was given. */
  readonly photos?: readonly (PhotoSize | null)[];
}

/** Width and height of a photo in pixels. */
export type PhotoSize = Pick<Picture, 'width' | 'height'>;

/** What a device is asked to do. The same for every device. */
export interface Job {
  readonly network: Network;
  readonly board: FabricBoard;
  readonly overlay: Overlay | OffloadOverlay;
  readonly images: number;
  readonly engine: Engine;
  /** Absent where only time is asked for. */
  readonly pictures?: Pictures;
  /** Part of the simulation to record. */
  readonly trace?: TraceSelection;
  /** Whether the record shall tell what blocks and streams do over time (`Run.profile`). */
  readonly profile?: boolean;
  /** Told of the images done so far, of `images`. */
  readonly progress?: (images: number) => void;
}
