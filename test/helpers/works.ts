import { type DesignWork, designWork } from '../../sim/explore/index.js';
import { loadBoard, loadLibrary, publishedOverlay } from '../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';

/** The timing of a shipped network in its published overlay on the Ultra96, with some depths of streams. */
export function workOf(network: string, images: number, fifos: Readonly<Record<string, number>> = {}): DesignWork {
  const loaded = loadNamedNetwork(network);
  const published = publishedOverlay(loaded)!;
  const overlay = { ...published, fifos: { ...published.fifos, ...fifos } };
  return designWork({ network: loaded, overlay, images, board: loadBoard('ultra96'), library: loadLibrary('hls') });
}

/** A work that takes a millisecond or two; no two of different numbers are equal. */
export function quickWork(number: number): DesignWork {
  return workOf('lfc-w1a1', 1 + number);
}

/** A work that takes a hundred milliseconds or two. */
export function slowWork(number: number): DesignWork {
  return workOf('cnv-w2a2', 20 + number);
}

/** A work that cannot be done; the message names the stream. */
export function badWork(stream: string): DesignWork {
  return workOf('lfc-w1a1', 1, { [stream]: 4 });
}
