import type { Block, BlockBody, Loop, StreamSpec } from '../../core/pipeline.js';

/**
 * Where a unit stands: it reads the registers of the unit before it and ends in registers of its own, which the next one
 * reads over a wire. A beat crosses the wire in the cycle in which it is read.
 */
export interface UnitPlace {
  readonly name: string;
  /** Stream that holds the output registers of the unit before. */
  readonly input: string;
  /** Stream that holds the unit's own output registers. */
  readonly output: string;
  /** Bits of an input and of an output beat. */
  readonly inputBits: number;
  readonly outputBits: number;
  /** Input beats of the whole run. */
  readonly inputBeats: number;
}

/** An output register that takes the next beat in the cycle in which the one before leaves. */
export function outputRegister({ output, outputBits }: Pick<UnitPlace, 'output' | 'outputBits'>): StreamSpec {
  return { name: output, bits: outputBits, depth: 1, reuseCycles: 0 };
}

/** A loop of one cycle from end to end, the kind of which all of FINN's blocks but the MVU's core are made. */
export function registerLoop(loop: Pick<Loop, 'rounds' | 'iterationsPerRound' | 'reads' | 'writes'>): Loop {
  return { ...loop, initiationInterval: 1, depthCycles: 0, selfFlushing: false };
}

/** The input side of a unit: takes a beat over the wire whenever `memory` has room for it. */
export function accept(place: UnitPlace, memory: string, createBody: () => BlockBody = passBody): Block {
  const everyBeat = [Int32Array.of(0)];
  return {
    name: `${place.name}.accept`,
    unit: 'accept',
    inputs: [place.input],
    outputs: [memory],
    startCycle: 0,
    loops: [registerLoop({ rounds: place.inputBeats, iterationsPerRound: 1, reads: everyBeat, writes: everyBeat })],
    createBody,
  };
}

/** Hands every word on. */
export function passBody(): BlockBody {
  return { iterate: (_loop, _iteration, inputs) => inputs };
}
