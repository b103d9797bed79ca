import { divisors } from '../../sim/nn/divisors.js';

export type Library = 'finn' | 'hls';

/** A block of a pipeline file. */
export type Block = Readonly<Record<string, unknown>> & { readonly type: string };

/** Beats of a frame on a stream, and cycles of a frame in a unit, at most. */
export const MAX_BEATS = 96;
const MAX_CYCLES = 512;

/** Numbers that decide one step, whatever it can choose from; smaller ones choose simpler things. */
export class Draws {
  private next = 0;

  constructor(private readonly numbers: readonly number[]) {}

  pick<T>(options: readonly T[]): T {
    return options[(this.numbers[this.next++] ?? 0) % options.length];
  }

  upTo(most: number): number {
    return 1 + this.pick([...Array(most).keys()]);
  }

  divisorOf(number: number): number {
    return this.pick(divisors(number));
  }
}

/** An output that nobody takes yet. */
export interface OpenEnd {
  readonly block: string;
  readonly beats: number;
  /** Bits of its beats, once a width converter has said. */
  readonly width?: number | undefined;
  /** Whether it is the output of a FIFO. */
  readonly fifo?: boolean;
}

/** A block that takes an open end, and the end that it leaves. */
export interface Step extends Omit<OpenEnd, 'block'> {
  readonly block: Block;
}

/** A random block for the beats that come; undefined where none fits. */
type Unit = (end: OpenEnd, draws: Draws) => Step | undefined;

/** Sizes of a feature map of which a whole number comes in the beats, and that number; mostly one that is nearly square. */
function featureMap(beats: number, draws: Draws) {
  const frame = draws.pick([beats, beats, draws.divisorOf(beats)]);
  const channelFold = draws.pick([1, ...divisors(frame).filter((fold) => fold < 4)]);
  const pixels = frame / channelFold;
  const distance = (height: number) => Math.abs(Math.log(height ** 2 / pixels));
  const H = draws.pick(divisors(pixels).sort((one, other) => distance(one) - distance(other)));
  const W = pixels / H;
  const SIMD = draws.upTo(2);
  return { maps: beats / frame, channelFold, size: { H, W, C: channelFold * SIMD, SIMD } };
}

/** Synapse fold and neuron fold of a matrix for the beats that come. */
function foldsFor(beats: number, draws: Draws): readonly [synapseFold: number, neuronFold: number] {
  const synapseFold = draws.divisorOf(beats);
  const most = Math.min(MAX_CYCLES, MAX_BEATS * synapseFold) / beats;
  return [synapseFold, draws.upTo(Math.min(8, Math.max(1, Math.floor(most))))];
}

export function matrix(keys: Block, beats: number, [synapseFold, neuronFold]: readonly [number, number]): Step {
  const block = { ...keys, MW: synapseFold * 2, MH: neuronFold * 2, PE: 2, SIMD: 2 };
  return { block, beats: (beats / synapseFold) * neuronFold };
}

const mvu: Unit = ({ beats }, draws) => {
  const core = draws.pick(['dsp48-4bit', 'dsp48-8bit', 'dsp58']);
  return matrix({ type: 'mvu', core }, beats, foldsFor(beats, draws));
};

const swg: Unit = ({ beats }, draws) => {
  const { maps, channelFold, size } = featureMap(beats, draws);
  const axis = (length: number) => {
    const kernel = draws.upTo(Math.min(4, length));
    const dilation = draws.upTo(kernel === 1 ? 2 : Math.floor((length - 1) / (kernel - 1)));
    const stride = draws.upTo(draws.pick([Math.min(2, length), length]));
    return { kernel, dilation, stride, windows: Math.floor((length - 1 - (kernel - 1) * dilation) / stride) + 1 };
  };
  const [down, across] = [axis(size.H), axis(size.W)];
  const elements = down.kernel * across.kernel;
  const depthwise = draws.pick([false, true]);
  const canBeParallel = depthwise || channelFold === 1 || elements === 1;
  const style = draws.pick(canBeParallel ? ['default', 'parallel'] : ['default']);
  const windows = maps * down.windows * across.windows * channelFold;
  return {
    block: {
      type: 'swg',
      style,
      depthwise,
      ...size,
      ...{ KH: down.kernel, KW: across.kernel },
      ...{ SH: down.stride, SW: across.stride },
      ...{ DH: down.dilation, DW: across.dilation },
    },
    beats: style === 'parallel' ? windows : windows * elements,
  };
};

const fmpadding: Unit = ({ beats }, draws) => {
  const { maps, channelFold, size } = featureMap(beats, draws);
  const [padTop, padLeft, padBottom, padRight] = Array.from({ length: 4 }, () => draws.upTo(3) - 1);
  const padded = (size.H + padTop + padBottom) * (size.W + padLeft + padRight) * channelFold;
  return { block: { type: 'fmpadding', ...size, padTop, padLeft, padBottom, padRight }, beats: maps * padded };
};

const thresholding: Unit = ({ beats }, draws) => {
  const PE = draws.upTo(2);
  const C = PE * draws.divisorOf(beats);
  const block = { type: 'thresholding', outputBits: draws.upTo(4), C, PE, deepPipeline: draws.pick([false, true]) };
  return { block, beats };
};

const dwc: Unit = ({ beats, width: known }, draws) => {
  const up = draws.pick([false, true]);
  if (up) {
    const ratio = draws.pick(divisors(beats).filter((divisor) => divisor <= 8));
    const inBits = known ?? draws.upTo(4);
    return { block: { type: 'dwc', inBits, outBits: inBits * ratio }, beats: beats / ratio, width: inBits * ratio };
  }
  const ratio = known === undefined ? draws.upTo(4) : draws.divisorOf(known);
  const outBits = known === undefined ? draws.upTo(4) : known / ratio;
  return { block: { type: 'dwc', inBits: outBits * ratio, outBits }, beats: beats * ratio, width: outBits };
};

const fifo: Unit = (end, draws) => fifoOf(end, draws.upTo(9));

export function fifoOf({ beats, width }: OpenEnd, depth: number): Step {
  return { block: { type: 'fifo', depth }, beats, width, fifo: true };
}

/** FIFOs of library hls are the streams themselves, so that two in a row cannot be. */
const hlsFifo: Unit = (end, draws) => (end.fifo === true ? undefined : fifo(end, draws));

const depth = (draws: Draws) => draws.pick([{}, { depth: draws.upTo(4) }]);

const mvtu: Unit = ({ beats }, draws) => {
  const folds = foldsFor(beats, draws);
  const vectors = draws.divisorOf(beats / folds[0]);
  return matrix({ type: 'mvtu', vectors, ...depth(draws) }, beats, folds);
};

const WINDOWS = [1, 2, 3, 4].flatMap((K) =>
  divisors(K).flatMap((S) => [1, 2, 3, 4].map((ofmDim) => ({ K, S, ofmDim, ifmDim: (ofmDim - 1) * S + K }))),
);

const swu: Unit = ({ beats }, draws) => {
  const fitting = WINDOWS.filter(({ ifmDim }) => beats % ifmDim ** 2 === 0);
  const window = draws.pick(fitting);
  const { K, ofmDim, ifmDim } = window;
  const channelFold = draws.divisorOf(beats / ifmDim ** 2);
  const SIMD = draws.upTo(2);
  return {
    block: { type: 'swu', ...window, channels: channelFold * SIMD, SIMD, ...depth(draws) },
    beats: (beats / ifmDim ** 2) * (K * ofmDim) ** 2,
  };
};

const maxpool: Unit = ({ beats }, draws) => {
  const dim = draws.pick([1, 2, 3, 4, 6].filter((side) => beats % side ** 2 === 0));
  const K = draws.divisorOf(dim);
  return {
    block: { type: 'maxpool', dim, channels: draws.upTo(3), bits: draws.upTo(2), K },
    beats: beats / K ** 2,
  };
};

const hlsDwc: Unit = (end, draws) => {
  const step = dwc(end, draws);
  return step && { ...step, block: { ...step.block, ...depth(draws) } };
};

/** The kinds of blocks of each library. */
export const UNITS: Record<Library, readonly Unit[]> = {
  finn: [fifo, mvu, swg, thresholding, dwc, fmpadding],
  hls: [hlsFifo, mvtu, swu, maxpool, hlsDwc],
};
