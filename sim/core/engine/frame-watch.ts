import type { BlockRunner } from './block-runner.js';

/** Sees whether blocks come later from frame to frame by the same cycles, each by its own. */
export class FrameWatch {
  /** Frames that have been looked at. */
  frames = 0;
  private cycles: readonly number[] = [];
  private shifts: readonly number[] = [];
  /** Frames in a row in which all shifts were those of the frame before. */
  private alike = 0;

  constructor(private readonly blocks: readonly BlockRunner[]) {}

  /** To be called after each frame that is computed: the cycles since the frame before, by block, if they were so then, too. */
  look(): readonly number[] | null {
    const { blocks, cycles, shifts } = this;
    this.frames++;
    if (!blocks.every((block) => !block.finished && block.inLastLoop)) return null;
    this.cycles = blocks.map(({ writeCycle }) => writeCycle);
    this.shifts = this.cycles.map((cycle, block) => cycle - cycles[block]);
    this.alike = this.shifts.every((shift, block) => shift === shifts[block]) ? this.alike + 1 : 0;
    return this.alike > 0 ? this.shifts : null;
  }

  /** Whether the blocks have come later by the same cycles in most of all frames. */
  get mostlyAlike(): boolean {
    return this.alike > this.frames / 2;
  }
}
