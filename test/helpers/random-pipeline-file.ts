import fc from 'fast-check';
import { divisors } from '../../sim/nn/divisors.js';
import {
  type Block,
  Draws,
  fifoOf,
  type Library,
  MAX_BEATS,
  matrix,
  type OpenEnd,
  type Step,
  UNITS,
} from './random-file-block.js';
import { randomRhythm } from './random-rhythm.js';

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

const MAX_ENDS = 4;

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

  /** Joins some ends, if there are any; each with the beats of the first, and as a rule through a FIFO. */
  join(draws: Draws, count = 2): void {
    if (count > this.ends.length) return;
    const first = draws.upTo(this.ends.length) - 1;
    const joined = Array.from({ length: count }, (_, index) => this.ends[(first + index) % this.ends.length]);
    const room = draws.pick([MAX_BEATS, MAX_BEATS, 3, undefined]);
    const inputs = joined.map((end) => this.buffered(this.equalized(end, joined[0].beats), room));
    const [{ beats }] = inputs;
    const sum = this.append({ block: { type: 'add', streams: count }, beats }, inputs);
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
