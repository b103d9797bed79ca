import { bufferDepth, type WindowParameters } from '../../sim/fabric/finn/sliding-window.js';
import { byFold, im2col, range } from './random-windows.js';

type Sizes<Key extends string> = Readonly<Record<Key, number>>;

type PaddingBlock = Sizes<'H' | 'W' | 'C' | 'SIMD' | 'padTop' | 'padLeft' | 'padBottom' | 'padRight'>;

/** facts/finn.md section 2 */
const CORE_STAGES = { 'dsp48-4bit': 5, 'dsp48-8bit': 5, dsp58: 3 };

/** A block of a pipeline file of library finn, every key given. */
export type FinnBlock =
  | (Sizes<'MW' | 'MH' | 'PE' | 'SIMD'> & { readonly type: 'mvu'; readonly core: keyof typeof CORE_STAGES })
  | SwgBlock
  | (Sizes<'outputBits'> & { readonly type: 'thresholding'; readonly deepPipeline: boolean })
  | (Sizes<'inBits' | 'outBits'> & { readonly type: 'dwc' })
  | (Sizes<'depth'> & { readonly type: 'fifo' })
  | (PaddingBlock & { readonly type: 'fmpadding' })
  | (Sizes<'streams'> & { readonly type: 'duplicate' | 'add' });

export interface SwgBlock extends Sizes<'H' | 'W' | 'C' | 'SIMD' | 'KH' | 'KW' | 'SH' | 'SW' | 'DH' | 'DW'> {
  readonly type: 'swg';
  readonly style: 'default' | 'parallel';
  readonly depthwise: boolean;
}

/** The part of a block behind one of its outputs, as registers that change at the end of a cycle (facts/finn.md section 2). */
export interface Registers {
  /** Whether a beat is offered to the next block. */
  readonly valid: boolean;
  /** Whether a beat can be taken, given whether one leaves in this cycle. */
  ready(leaves: boolean): boolean;
  edge(accepts: boolean, leaves: boolean): void;
}

/** Beats that come in, and beats that go out for them. */
export function beatsOf(block: FinnBlock): readonly number[] {
  switch (block.type) {
    case 'mvu':
      return [block.MW / block.SIMD, block.MH / block.PE];
    case 'swg': {
      const windows = windowsOf(block);
      const groups = im2col(windows).length * windows.channelFold;
      return [
        block.H * block.W * windows.channelFold,
        block.style === 'parallel' ? groups : groups * block.KH * block.KW,
      ];
    }
    case 'dwc':
      return [block.outBits, block.inBits];
    case 'fmpadding': {
      const { H, W, C, SIMD, padTop, padLeft, padBottom, padRight } = block;
      return [H * W, (padTop + H + padBottom) * (padLeft + W + padRight)].map((pixels) => (pixels * C) / SIMD);
    }
    default:
      return [1, 1];
  }
}

/**
 * The registers behind each output of a block; none for a block that is wires.
 * @param inputBeats of the whole run
 */
export function registersOf(block: FinnBlock, inputBeats: number): Registers[] {
  switch (block.type) {
    case 'mvu':
      return [new MatrixRegisters(block.MW / block.SIMD, block.MH / block.PE, CORE_STAGES[block.core])];
    case 'swg':
      return [new (block.style === 'parallel' ? ParallelWindowRegisters : WindowRegisters)(windowsOf(block))];
    case 'thresholding':
      return [new ThresholdingRegisters(block.deepPipeline ? 2 * block.outputBits : block.outputBits)];
    case 'dwc':
      if (block.inBits === block.outBits) return [];
      return block.outBits > block.inBits
        ? [new JoiningRegisters(block.outBits / block.inBits)]
        : [new SplittingRegisters(block.inBits / block.outBits)];
    case 'fifo':
      return [new FifoRegisters(Math.max(2, block.depth))];
    case 'fmpadding':
      return [new PaddingRegisters(block, inputBeats)];
    case 'duplicate':
      return range(block.streams).map(() => new OutputRegister());
    case 'add':
      return [new OutputRegister()];
  }
}

function windowsOf({ H, W, C, SIMD, KH, KW, SH, SW, DH, DW, depthwise }: SwgBlock): WindowParameters {
  return {
    height: H,
    width: W,
    channelFold: C / SIMD,
    kernel: [KH, KW],
    stride: [SH, SW],
    dilation: [DH, DW],
    depthwise,
  };
}

/** Elements of all windows, one array for each after which the first element of the next one is known. */
function windowGroups(windows: WindowParameters): number[][] {
  return im2col(windows).flatMap((window) => (windows.depthwise ? byFold(window) : [window.flat()]));
}

/** SWG, default style. */
class WindowRegisters implements Registers {
  valid = false;
  private newest = -1;
  private fetched = 0;
  private readonly beats: number;
  private readonly depth: number;
  private readonly order: readonly number[];
  /** For each number of fetched elements the first element of the next window. */
  private readonly firstOfNext: readonly number[];

  constructor(windows: WindowParameters) {
    const groups = windowGroups(windows);
    this.beats = windows.height * windows.width * windows.channelFold;
    this.depth = bufferDepth(windows);
    this.order = groups.flat();
    const later = groups.flatMap((group, index) => group.map(() => groups[index + 1]?.[0] ?? Number.POSITIVE_INFINITY));
    this.firstOfNext = [groups[0][0], ...later];
  }

  ready(): boolean {
    const overwritten = this.newest - this.depth + 1;
    const free = overwritten < this.firstOfNext[this.fetched] && overwritten < this.order[this.fetched];
    return this.newest < this.beats - 1 && (this.fetched === this.order.length || free);
  }

  edge(accepts: boolean, leaves: boolean): void {
    const fetches = this.order[this.fetched] <= this.newest && (!this.valid || leaves);
    this.valid = fetches || (this.valid && !leaves);
    if (fetches) this.fetched++;
    if (accepts) this.newest++;
    if (this.newest < this.beats - 1 || this.fetched < this.order.length || this.valid) return;
    [this.newest, this.fetched] = [-1, 0];
  }
}

/** SWG, parallel style: everything stands still while a window is not taken. */
class ParallelWindowRegisters implements Registers {
  private newest = -1;
  private given = 0;
  private readonly beats: number;
  /** For each window the element that completes it. */
  private readonly last: readonly number[];

  constructor(windows: WindowParameters) {
    this.beats = windows.height * windows.width * windows.channelFold;
    this.last = im2col(windows).flatMap((window) => byFold(window).map((elements) => elements[elements.length - 1]));
  }

  get valid(): boolean {
    return this.last[this.given] <= this.newest;
  }

  ready(leaves: boolean): boolean {
    return this.newest < this.beats - 1 && (!this.valid || leaves);
  }

  edge(accepts: boolean, leaves: boolean): void {
    if (accepts) this.newest++;
    if (leaves) this.given++;
    if (this.newest === this.beats - 1 && this.given === this.last.length) [this.newest, this.given] = [-1, 0];
  }
}

/** MVU: replay buffer (where there are several neuron folds), core, output register with a side register. */
class MatrixRegisters implements Registers {
  private written = 0;
  private read = 0;
  private replayed = false;
  private folds = 0;
  private results = 0;
  /** For each stage of the core whether a result is in it. */
  private readonly stages: boolean[];
  private readonly depth: number;

  constructor(
    private readonly synapseFold: number,
    private readonly neuronFold: number,
    stages: number,
  ) {
    this.stages = Array(stages).fill(false);
    this.depth = Math.max(2, 2 ** Math.ceil(Math.log2(synapseFold)));
  }

  get valid(): boolean {
    return this.results > 0;
  }

  /** The core stands still as a whole while both registers behind it are taken. */
  private get enabled(): boolean {
    return this.results < 2;
  }

  ready(): boolean {
    return this.neuronFold === 1 ? this.enabled : this.written - this.freed < this.depth;
  }

  edge(accepts: boolean, leaves: boolean): void {
    const { enabled, synapseFold, neuronFold } = this;
    const takes = enabled && (neuronFold === 1 ? accepts : this.replayed);
    const loads = neuronFold > 1 && this.nextWord < this.written && (!this.replayed || takes);
    this.replayed = loads || (this.replayed && !takes);
    if (loads) this.read++;
    if (accepts) this.written++;
    if (takes) this.folds++;
    if (leaves) this.results--;
    if (!enabled) return;
    this.stages.unshift(takes && this.folds % synapseFold === 0);
    if (this.stages.pop() === true) this.results++;
  }

  private get nextWord(): number {
    const repetitions = this.synapseFold * this.neuronFold;
    return Math.floor(this.read / repetitions) * this.synapseFold + (this.read % this.synapseFold);
  }

  /** Words that the last repetition has read. */
  private get freed(): number {
    const repetitions = this.synapseFold * this.neuronFold;
    const last = (this.read % repetitions) - (repetitions - this.synapseFold);
    return Math.floor(this.read / repetitions) * this.synapseFold + Math.max(0, last);
  }
}

/** DWC that joins beats: a side register in front of a shift register. */
class JoiningRegisters implements Registers {
  private side = false;
  private parts = 0;

  constructor(private readonly ratio: number) {}

  get valid(): boolean {
    return this.parts === this.ratio;
  }

  ready(): boolean {
    return !this.side;
  }

  edge(accepts: boolean, leaves: boolean): void {
    const waiting = this.side || accepts;
    const moves = waiting && (!this.valid || leaves);
    this.side = waiting && !moves;
    if (leaves) this.parts = 0;
    if (moves) this.parts++;
  }
}

/** DWC that splits beats: a shift register in front of an output register with a side register. */
class SplittingRegisters implements Registers {
  private left = 0;
  private parts = 0;

  constructor(private readonly ratio: number) {}

  get valid(): boolean {
    return this.parts > 0;
  }

  ready(): boolean {
    return this.left === 0 || (this.left === 1 && this.parts < 2);
  }

  edge(accepts: boolean, leaves: boolean): void {
    const moves = this.left > 0 && this.parts < 2;
    if (moves) this.left--;
    if (accepts) this.left = this.ratio;
    this.parts += (moves ? 1 : 0) - (leaves ? 1 : 0);
  }
}

/** FMPadding: a side register in front of an output register; beats of the border need no input. */
class PaddingRegisters implements Registers {
  valid = false;
  private side = false;
  private given = 0;
  /** For each beat of the padded map whether it lies inside. */
  private readonly inside: readonly boolean[];
  private readonly maps: number;

  constructor({ H, W, C, SIMD, padTop, padLeft, padBottom, padRight }: PaddingBlock, inputBeats: number) {
    this.maps = inputBeats / ((H * W * C) / SIMD);
    const within = (place: number, before: number, size: number) => place >= before && place < before + size;
    this.inside = range(padTop + H + padBottom).flatMap((row) =>
      range(padLeft + W + padRight).flatMap((column) =>
        Array<boolean>(C / SIMD).fill(within(row, padTop, H) && within(column, padLeft, W)),
      ),
    );
  }

  ready(): boolean {
    return !this.side;
  }

  edge(accepts: boolean, leaves: boolean): void {
    const waiting = this.side || accepts;
    const inside = this.inside[this.given % this.inside.length];
    const gives = this.given < this.maps * this.inside.length && (!this.valid || leaves) && (waiting || !inside);
    this.side = waiting && !(gives && inside);
    this.valid = gives || (this.valid && !leaves);
    if (gives) this.given++;
  }
}

/** Thresholding: beats come out some cycles after they came in, and only so many may be on their way. */
class ThresholdingRegisters implements Registers {
  /** For each beat on its way the cycles since it came. */
  private ages: number[] = [];

  constructor(private readonly stages: number) {}

  get valid(): boolean {
    return this.ages[0] >= this.stages + 2;
  }

  ready(): boolean {
    return this.ages.length < this.stages + 3;
  }

  edge(accepts: boolean, leaves: boolean): void {
    if (leaves) this.ages.shift();
    if (accepts) this.ages.push(0);
    this.ages = this.ages.map((age) => age + 1);
  }
}

/** Q_srl: both ready and valid come out of registers. */
class FifoRegisters implements Registers {
  private held = 0;

  constructor(private readonly depth: number) {}

  get valid(): boolean {
    return this.held > 0;
  }

  ready(): boolean {
    return this.held < this.depth;
  }

  edge(accepts: boolean, leaves: boolean): void {
    this.held += (accepts ? 1 : 0) - (leaves ? 1 : 0);
  }
}

/** One register that takes a beat while the one before leaves. */
class OutputRegister implements Registers {
  valid = false;

  ready(leaves: boolean): boolean {
    return !this.valid || leaves;
  }

  edge(accepts: boolean, leaves: boolean): void {
    this.valid = accepts || (this.valid && !leaves);
  }
}
