import { bufferDepth, type WindowParameters } from '../../sim/fabric/finn/sliding-window.js';
import { openCycles, type Rhythm } from './random-rhythm.js';
import { byFold, im2col } from './random-windows.js';

/** For how many frames, and what a source and a sink do. */
export interface Surroundings {
  readonly frames: number;
  /** Free where absent. */
  readonly source?: Rhythm;
  readonly sink?: Rhythm;
}

/**
 * The handshakes of FINN's sliding window (default style), cycle by cycle and by nothing but the rules of facts/finn.md
 * section 2.
 */
export function windowHandshakes(
  windows: WindowParameters,
  surroundings: Surroundings,
): { readonly in: readonly number[]; readonly out: readonly number[] } {
  const groups = im2col(windows).flatMap((window) => (windows.depthwise ? byFold(window) : [window.flat()]));
  const order = groups.flatMap((elements, group) =>
    elements.map((index, place) => ({
      index,
      next: place === 0 ? (groups[group + 1]?.[0] ?? Number.POSITIVE_INFINITY) : undefined,
    })),
  );
  const beats = windows.height * windows.width * windows.channelFold;
  const depth = bufferDepth(windows);
  const handshakes = { in: [] as number[], out: [] as number[] };
  let newest = -1;
  let fetched = 0;
  let firstOfNext = groups[0][0];
  let registerFull = false;
  let offered = false;
  const { frames } = surroundings;
  const [source, sink] = [openCycles(surroundings.source), openCycles(surroundings.sink)];
  const [accepted, given] = [frames * beats, frames * order.length];
  for (let cycle = 0; handshakes.in.length < accepted || handshakes.out.length < given; cycle++) {
    offered ||= handshakes.in.length < accepted && source[cycle % source.length];
    const leaves: boolean = registerFull && sink[cycle % sink.length];
    const allFetched = fetched === order.length;
    const overwritten = newest - depth + 1;
    const free = overwritten < firstOfNext && overwritten < order[fetched]?.index;
    const accepts = offered && newest < beats - 1 && (allFetched || free);
    const fetches: boolean = !allFetched && order[fetched].index <= newest && (!registerFull || leaves);
    if (accepts) handshakes.in.push(cycle);
    if (leaves) handshakes.out.push(cycle);
    if (fetches) {
      firstOfNext = order[fetched].next ?? firstOfNext;
      fetched++;
    }
    registerFull = fetches || (registerFull && !leaves);
    if (accepts) [newest, offered] = [newest + 1, false];
    if (newest === beats - 1 && fetched === order.length && !registerFull) {
      [newest, fetched, firstOfNext] = [-1, 0, groups[0][0]];
    }
  }
  return handshakes;
}
