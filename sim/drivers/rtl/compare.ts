import type { HandshakeRecorder } from '../../core/trace/recorder.js';
import type { FifoHandshakes } from './handshakes.js';

/** Where the RTL and the model part: the first cycle in which an end of a stream moves in one of them alone. */
export interface Divergence {
  readonly cycle: number;
  readonly stream: string;
  readonly end: 'written' | 'read';
  readonly only: 'RTL' | 'model';
}

/** The first handshake of a recorded run that the RTL does not have in the same cycle, or the reverse; undefined if there is none. */
export function firstDivergence(
  { streams }: HandshakeRecorder,
  rtl: ReadonlyMap<string, FifoHandshakes>,
): Divergence | undefined {
  const divergences = streams.flatMap((model): Divergence[] => {
    const handshakes = model === null ? undefined : rtl.get(model.name);
    if (model === null || handshakes === undefined) return [];
    return (['written', 'read'] as const).flatMap((end): Divergence[] => {
      const [expected, found] = [model[end], handshakes[end]];
      const index = firstDifference(expected, found);
      if (index === undefined) return [];
      const [inModel, inRtl] = [expected[index] ?? Number.POSITIVE_INFINITY, found[index] ?? Number.POSITIVE_INFINITY];
      return [{ cycle: Math.min(inModel, inRtl), stream: model.name, end, only: inRtl < inModel ? 'RTL' : 'model' }];
    });
  });
  return divergences.sort((one, other) => one.cycle - other.cycle)[0];
}

function firstDifference(one: readonly number[], other: readonly number[]): number | undefined {
  const length = Math.max(one.length, other.length);
  for (let index = 0; index < length; index++) if (one[index] !== other[index]) return index;
  return undefined;
}
