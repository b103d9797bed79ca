import type { PipelineTiming } from '../core/engine/result.js';
import { type Bottleneck, NEGLIGIBLE } from '../core/run.js';
import type { FabricProgram } from './program.js';
import { slowestStretch } from './stretches.js';
import { tryDeeperFifos } from './what-if.js';

/** A unit of a layer and how it spends its cycles. */
interface BusyUnit extends Pick<PipelineTiming['blocks'][number], 'name' | 'causes'> {
  readonly layer: string;
}

/**
 * Names the unit with the most work, the layer that it belongs to, and what keeps it from working, and tries out whether
 * deeper FIFOs would help: all at once, then some alone.
 */
export function findBottleneck(program: FabricProgram, timing: PipelineTiming): Bottleneck {
  const { images } = program.design;
  const { name, layer, causes } = busiestUnit(program, timing);
  const { waitInput, waitOutput, busy, fill, drain } = causes;
  const cycles = busy / images;
  const work = `${name} has the most work, ${cycles} ${cycles === 1 ? 'cycle' : 'cycles'} an image`;
  if (fill + drain > busy) {
    const sentence = `${work}; the batch is too small to fill the pipeline`;
    return { layer, cause: fill > drain ? 'fill' : 'drain', sentence };
  }
  if (waitInput + waitOutput < NEGLIGIBLE * timing.cycles) {
    return { layer, cause: 'busy', sentence: `${work}, and it hardly waits: only its folding limits the throughput` };
  }
  const perImage = (total: number) => (total / images).toFixed(1);
  const waits = `of the ${perImage(timing.cycles)} that an image takes it waits ${perImage(waitInput)} for input and ${perImage(waitOutput)} for output`;
  return {
    layer,
    cause: waitOutput > waitInput ? 'waitOutput' : 'waitInput',
    sentence: `${work}, but ${waits}${adviseOnFifos(program, timing)}`,
  };
}

/** Of several with as much work, the one that bears the layer's name. */
function busiestUnit({ placements }: FabricProgram, { blocks }: PipelineTiming): BusyUnit {
  const units = placements.flatMap(({ layer, units }) =>
    [layer.name, ...units].map(
      (unit): BusyUnit => ({ ...blocks.find(({ name }) => name === unit)!, layer: layer.name }),
    ),
  );
  return units.reduce((most, other) => (other.causes.busy > most.causes.busy ? other : most));
}

/** What deeper FIFOs would give; nothing where a stretch between FIFOs takes as long by itself. */
function adviseOnFifos(program: FabricProgram, timing: PipelineTiming): string {
  const hopeless = '; deeper FIFOs would not help';
  const slowest = slowestStretch(program);
  if (slowest.cyclesPerImage > (1 - NEGLIGIBLE) * intervalOf(program, timing)) {
    return `${hopeless}: ${slowest.name} by itself takes ${slowest.cyclesPerImage.toFixed(1)}`;
  }
  const deeper = tryDeeperFifos(program, timing);
  if (deeper === undefined) return hopeless;
  const { images, cycles, deepCycles, best } = deeper;
  const perImage = (total: number) => (total / images).toFixed(1);
  const batch = images === program.design.images ? '' : ` (of ${images} images each takes ${perImage(cycles)})`;
  const alone = `a deeper ${best.name} alone (now ${best.depth} words) gives ${perImage(best.cycles)}`;
  return `, because the FIFOs are short${batch}: deep ones would give ${perImage(deepCycles)}, ${alone}`;
}

/** Cycles from an image to the next; of one image all of them. */
function intervalOf({ design: { images } }: FabricProgram, { cycles, firstFrameCycles }: PipelineTiming): number {
  return images === 1 ? cycles : (cycles - firstFrameCycles) / (images - 1);
}
