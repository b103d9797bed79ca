import type { Block } from '../../../core/pipeline.js';
import { type StagePlace, stage } from './stage.js';

export interface PassThroughParameters extends StagePlace {
  readonly pixels: number;
}

/** Hands on a pixel a cycle, with channels of code 0 above where its stream is wider. */
export function passThrough(parameters: PassThroughParameters): Block {
  const every = Int32Array.of(0);
  const loop = { rounds: parameters.pixels, iterationsPerRound: 1, reads: every, writes: every };
  return stage('passThrough', parameters, [loop], () => ({ iterate: (_loop, _iteration, pixels) => pixels }));
}
