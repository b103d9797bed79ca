import type { BlockRunner } from './block-runner.js';

/** Sees whether blocks repeat themselves frame by frame, each later by cycles of its own. */
export class FrameWatch {
  private cycles: readonly number[] = [];
  private shifts: readonly number[] = [];
  private rounds: readonly number[] = [];
  private growths: readonly number[] = [];
  /** Frames so far, and of these the last ones in which all blocks were later by the same cycles as before. */
  private frames = 0;
  private alike = 0;

  constructor(private readonly blocks: readonly BlockRunner[]) {}

  /** To be called after each frame that is computed: by how many cycles each block was later than a frame before, if that was so before, too. */
  look(): readonly number[] | null {
    const { blocks, cycles, rounds, shifts } = this;
    this.frames++;
    if (!blocks.every((block) => !block.finished && block.inLastLoop)) return null;
    this.cycles = blocks.map(({ writeCycle }) => writeCycle);
    this.rounds = blocks.map((block) => block.totals()[0]);
    this.shifts = this.cycles.map((cycle, block) => cycle - cycles[block]);
    this.growths = this.rounds.map((round, block) => round - rounds[block]);
    this.alike = this.shifts.every((shift, block) => shift === shifts[block]) ? this.alike + 1 : 0;
    return this.alike > 0 ? this.shifts : null;
  }

  /** Whether that was so in most frames up to now. */
  get mostlyAlike(): boolean {
    return this.alike > this.frames / 2;
  }

  /** How many frames like the last one a block can go on before its last round. */
  framesLeft(block: number): number {
    return this.blocks[block].periodsLeft([this.growths[block]]);
  }
}
