import type { DepthwiseWeights } from './depthwise-weights.js';
import { emitMisc, miscRows } from './emit-misc.js';
import { emitSave } from './emit-save.js';
import { alongHeight, type Covered, PLAIN, type Range, type WindowSide, windowsOf } from './geometry.js';
import type { MiscPlace } from './misc-place.js';
import type { DpuLayer, View } from './operations.js';
import { DEPTHWISE_BIAS } from './parameters.js';
import { RowLoader } from './row-loader.js';
import type { Held, Target } from './target.js';

/** What comes behind a convolution, or alone: MISC, and SAVE. */
export class Finisher {
  private done = 0;
  private others: RowLoader | undefined;
  private place: MiscPlace;

  constructor(
    private readonly target: Target,
    private readonly layer: DpuLayer,
    input: Held,
    inputColumns: Covered,
    private readonly output: Held,
    private readonly columns: Range,
    private readonly weights: DepthwiseWeights | undefined,
  ) {
    this.place = { input, inputColumns, output, columns, biasAddress: DEPTHWISE_BIAS };
  }

  /** The other tensor of a sum. */
  addOther(view: View, held: Held): void {
    this.others = new RowLoader(this.target, view, held, this.columns, PLAIN);
    this.place = { ...this.place, other: held };
  }

  /** Goes on as far as the rows before `ready` of what it reads allow. */
  finish(ready: number): void {
    const { misc, middle, output } = this.layer;
    const [, height] = windowsOf(this.layer, alongHeight);
    const end = ready >= middle.height ? output.height : rowsComplete(height, ready);
    for (;;) {
      const from = this.done;
      const rows = misc === undefined ? 1 : miscRows(this.layer, this.target.architecture, from);
      const to = Math.min(from + rows, output.height);
      if (from === output.height || to > end) return;
      this.others?.require({ from, to });
      if (misc !== undefined) emitMisc(this.target, this.layer, this.place, { from, to }, this.weights);
      for (; this.done < to; this.done++) emitSave(this.target, output, this.output, this.columns, this.done);
    }
  }
}

/** Rows of the output whose windows lie before row `ready` of the input. */
function rowsComplete({ kernel, stride, dilation, before }: WindowSide, ready: number): number {
  return Math.max(0, Math.floor((ready + before - (kernel - 1) * dilation - 1) / stride) + 1);
}
