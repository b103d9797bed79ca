import type { Block } from '../../core/pipeline.js';
import { type RoundArithmetic, roundBody } from './round-body.js';
import { hlsUnit, series, type UnitParameters } from './unit.js';

/** A matrix folded onto PE x SIMD lanes. */
export interface FoldedMatrix {
  /** MW: columns, a multiple of SIMD. */
  readonly mw: number;
  /** MH: rows, a multiple of PE. */
  readonly mh: number;
  readonly pe: number;
  readonly simd: number;
}

export interface MvtuParameters extends UnitParameters, FoldedMatrix {
  /** Vectors of a frame: output pixels, or 1. */
  readonly vectors: number;
  readonly depthCycles: number;
  /** From the words of a vector to those of its result; absent where only time is asked for. */
  readonly arithmetic?: (() => RoundArithmetic) | undefined;
}

/** SF: words that a vector comes in. */
export function synapseFold({ mw, simd }: Pick<FoldedMatrix, 'mw' | 'simd'>): number {
  return mw / simd;
}

/** NF: words that a result leaves in. */
export function neuronFold({ mh, pe }: Pick<FoldedMatrix, 'mh' | 'pe'>): number {
  return mh / pe;
}

/**
 * A matrix-vector-threshold unit: one merged loop over all vectors, neuron folds and synapse folds. A vector is read
 * during its first neuron fold and kept; each neuron fold ends with a word of PE results. There is no gap between vectors
 * or frames. A round is a vector. (facts/bnn-pynq.md section 4)
 */
export function mvtu(parameters: MvtuParameters): Block {
  const { frames, vectors, depthCycles, arithmetic } = parameters;
  const sf = synapseFold(parameters);
  const nf = neuronFold(parameters);
  const writes = series(nf, (neuron) => neuron * sf + sf - 1);
  return hlsUnit(
    'mvtu',
    parameters,
    { rounds: frames * vectors, iterationsPerRound: nf * sf, depthCycles, reads: series(sf), writes },
    arithmetic && (() => roundBody(writes, arithmetic())),
  );
}
