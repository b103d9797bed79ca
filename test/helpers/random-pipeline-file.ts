import fc from 'fast-check';
import { divisors } from './divisors.js';
import { randomRhythm } from './random-rhythm.js';

type Library = 'finn' | 'hls';

type Block = Readonly<Record<string, unknown>> & { readonly type: string };

/** A pipeline file before it is checked. */
export interface RawPipelineFile {
  readonly library: Library;
  readonly frames: number;
  readonly inputBeatsPerFrame: number;
  readonly outputBeatsPerFrame: number;
  readonly source: unknown;
  readonly sink: unknown;
  readonly blocks: readonly Block[];
}

/** Beats of a frame on a stream, and cycles of a frame in a unit, at most. */
const MAX_BEATS = 96;
const MAX_CYCLES = 512;
const MAX_ENDS = 4;

/** Numbers that decide one step, whatever it can choose from; smaller ones choose simpler things. */
class Draws {
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
interface OpenEnd {
  readonly block: string;
  readonly beats: number;
  /** Bits of its beats, once a width converter has said. */
  readonly width?: number | undefined;
  /** Whether it is the output of a FIFO. */
  readonly fifo?: boolean;
}

/** A block that takes an open end, and the end that it leaves. */
interface Step extends Omit<OpenEnd, 'block'> {
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

function matrix(keys: Block, beats: number, [synapseFold, neuronFold]: readonly [number, number]): Step {
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

function fifoOf({ beats, width }: OpenEnd, depth: number): Step {
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

const UNITS: Record<Library, readonly Unit[]> = {
  finn: [fifo, mvu, swg, thresholding, dwc, fmpadding],
  hls: [hlsFifo, mvtu, swu, maxpool, hlsDwc],
};

/** Blocks are added one by one to open ends; at last all ends are joined. */
class Layout {
  readonly blocks: Block[] = [];
  private ends: OpenEnd[];

  constructor(
    private readonly library: Library,
    beats: number,
  ) {
    this.ends = [{ block: 'source', beats }];
  }

  /** Puts a block at one of the ends; no block if none fits. */
  unit(draws: Draws): void {
    const end = draws.pick(this.ends);
    const step = draws.pick(UNITS[this.library])(end, draws);
    if (step !== undefined && step.beats <= MAX_BEATS) this.replace([end], [this.append(step, [end])]);
  }

  /** Forks one of the ends; no block if there are too many. */
  fork(draws: Draws): void {
    const end = draws.pick(this.ends);
    const streams = draws.pick([2, 3]);
    if (this.ends.length - 1 + streams > MAX_ENDS) return;
    const outputs = this.append({ ...end, fifo: false, block: { type: 'duplicate', streams } }, [end]);
    this.replace([end], Array<OpenEnd>(streams).fill(outputs));
  }

  /** Joins some ends, if there are any; each through blocks that give it the beats of the first and, as a rule, through a FIFO. */
  join(draws: Draws, count = 2): void {
    if (count > this.ends.length) return;
    const first = draws.upTo(this.ends.length) - 1;
    const joined = Array.from({ length: count }, (_, index) => this.ends[(first + index) % this.ends.length]);
    const room = draws.pick([MAX_BEATS, MAX_BEATS, 3, undefined]);
    const inputs = joined.map((end) => this.buffered(this.equalized(end, joined[0].beats), room));
    const [{ beats, width }] = inputs;
    const sum = this.append({ block: { type: 'add', streams: count }, beats, width }, inputs);
    this.replace(joined, [sum]);
  }

  /** Joins all ends; the end that is left feeds the sink. */
  finish(draws: Draws): OpenEnd {
    if (this.ends.length > 1) this.join(draws, this.ends.length);
    const [end] = this.ends;
    return this.blocks.length > 0 ? end : this.append(fifoOf(end, 2), [end]);
  }

  /** The end with so many beats a frame: gathered to a common divisor, and spread from there. */
  private equalized(end: OpenEnd, beats: number): OpenEnd {
    const common = divisors(beats).findLast((divisor) => end.beats % divisor === 0)!;
    const gathered = this.folded(end, [end.beats / common, 1]);
    return this.folded(gathered, [1, beats / common]);
  }

  private folded(end: OpenEnd, folds: readonly [synapseFold: number, neuronFold: number]): OpenEnd {
    if (folds.every((fold) => fold === 1)) return end;
    const keys = this.library === 'finn' ? { type: 'mvu', core: 'dsp58' } : { type: 'mvtu' };
    return this.append(matrix(keys, end.beats, folds), [end]);
  }

  private buffered(end: OpenEnd, depth: number | undefined): OpenEnd {
    if (depth === undefined || end.fifo === true) return end;
    return this.append(fifoOf(end, depth), [end]);
  }

  /** Appends a block; it names what it takes unless that is the block before. */
  private append({ block, ...end }: Step, inputs: readonly OpenEnd[]): OpenEnd {
    const names = inputs.map((input) => input.block);
    const before = this.blocks.length === 0 ? 'source' : defaultName(this.blocks, this.blocks.length - 1);
    const from = names.length === 1 && names[0] === before ? {} : { from: names };
    this.blocks.push({ ...block, ...from });
    return { ...end, block: defaultName(this.blocks, this.blocks.length - 1) };
  }

  /** Takes away each of some ends once, and adds others. */
  private replace(taken: readonly OpenEnd[], added: readonly OpenEnd[]): void {
    for (const end of taken) this.ends.splice(this.ends.indexOf(end), 1);
    this.ends.push(...added);
  }
}

function defaultName(blocks: readonly Block[], index: number): string {
  return `${blocks[index].type}${index}`;
}

const numbers = fc.array(fc.nat(1000), { minLength: 24, maxLength: 24 });

type Action = 'unit' | 'fork' | 'join';

const action = fc.constantFrom<Action>('unit', 'unit', 'unit', 'unit', 'join', 'fork');

const rhythm = fc.oneof({ withCrossShrink: true }, fc.constant('free'), randomRhythm);

/**
 * Pipeline files of a library: chains and graphs of random blocks with shapes that fit each other. In most graphs the
 * streams that bypass something have room for a frame, so that most do not deadlock.
 */
export function randomPipelineFile(
  library: Library,
  { minFrames = 1, maxFrames = 9 }: { readonly minFrames?: number; readonly maxFrames?: number } = {},
): fc.Arbitrary<RawPipelineFile> {
  return fc
    .record({
      frames: fc.integer({ min: minFrames, max: maxFrames }),
      side: fc.integer({ min: 1, max: 6 }),
      otherSide: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
      fold: fc.integer({ min: 1, max: 2 }),
      source: rhythm,
      sink: rhythm,
      actions: fc.array(fc.tuple(action, numbers), { minLength: 1, maxLength: 8 }),
      end: numbers,
    })
    .map(({ frames, side, otherSide = side, fold, source, sink, actions, end }) => {
      const inputBeatsPerFrame = side * otherSide * fold;
      const layout = new Layout(library, inputBeatsPerFrame);
      for (const [what, chosen] of actions) layout[what](new Draws(chosen));
      const { beats: outputBeatsPerFrame } = layout.finish(new Draws(end));
      return { library, frames, inputBeatsPerFrame, outputBeatsPerFrame, source, sink, blocks: layout.blocks };
    });
}
