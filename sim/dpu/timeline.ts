import type { TimelineTrack } from '../core/trace/timeline.js';
import { disassemble } from './isa/disassemble.js';
import { ENGINES } from './isa/instruction-set.js';
import type { DpuProgram, Subgraph } from './program.js';
import { bytesOf } from './timing/workload.js';
import type { CoreObserver } from './units/core.js';

/** Collects what the four engines of each core do between two cycles, for a timeline. */
export class DpuTimeline implements CoreObserver {
  private readonly tracks: { name: string; slices: TimelineTrack['slices'][number][] }[];
  private readonly subgraphs: readonly Subgraph[];

  constructor(
    program: DpuProgram,
    cores: number,
    private readonly window: { readonly fromCycle: number; readonly toCycle: number },
  ) {
    this.subgraphs = program.parts.filter((part) => part.on === 'dpu');
    this.tracks = Array.from({ length: cores }, (_, core) => core + 1).flatMap((core) =>
      ENGINES.map((engine) => ({ name: `core ${core} ${engine.toUpperCase()}`, slices: [] })),
    );
  }

  executed(core: number, engine: number, subgraph: number, index: number, fromCycle: number, toCycle: number): void {
    const { window, subgraphs } = this;
    if (toCycle <= window.fromCycle || fromCycle >= window.toCycle || toCycle === fromCycle) return;
    const { instructions, layers } = subgraphs[subgraph];
    const instruction = instructions[index];
    const layer = layers.find(({ end }) => index < end);
    const bytes = bytesOf(instruction);
    const details = {
      layer: layer?.name ?? '',
      instruction: disassemble(instruction),
      ...(bytes === 0 ? {} : { bytes }),
    };
    const { slices } = this.tracks[core * ENGINES.length + engine];
    slices.push({ name: `${instruction.op} ${layer?.name ?? ''}`, fromCycle, toCycle, details });
  }

  /** What was collected, core by core. */
  collected(): TimelineTrack[] {
    return this.tracks;
  }
}
