import { simulateEvents } from '../core/engine/event.js';
import type { PipelineTiming } from '../core/engine/result.js';
import { type Pipeline, wordsThrough } from '../core/pipeline.js';
import { type Bottleneck, NEGLIGIBLE, type RunLayer } from '../core/run.js';
import type { FabricProgram } from './program.js';

/** Images that a stream holds which counts as deep: more than any two blocks drift apart. */
const DEEP_IMAGES = 4;

/**
 * Names the layer with the most work and what keeps it from working, and tries out whether deeper FIFOs would help: all
 * at once, then each alone, on a batch of the same size.
 */
export function findBottleneck(
  program: FabricProgram,
  layers: readonly RunLayer[],
  timing: PipelineTiming,
): Bottleneck {
  const { images, pipeline } = program;
  const layer = layers.reduce((most, other) => (other.causes.busy > most.causes.busy ? other : most));
  const perImage = (cycles: number) => (cycles / images).toFixed(1);
  const { waitInput, waitOutput, busy, fill, drain } = layer.causes;
  const work = `${layer.name} has the most work, ${layer.idealCycles} ${layer.idealCycles === 1 ? 'cycle' : 'cycles'} an image`;
  if (fill + drain > busy) {
    const sentence = `${work}; the batch is too small to fill the pipeline`;
    return { layer: layer.name, cause: fill > drain ? 'fill' : 'drain', sentence };
  }
  if (waitInput + waitOutput < NEGLIGIBLE * timing.cycles) {
    const sentence = `${work}, and it hardly waits: only its folding limits the throughput`;
    return { layer: layer.name, cause: 'busy', sentence };
  }
  const cause = waitOutput > waitInput ? 'waitOutput' : 'waitInput';
  const waits = `${work}, but of the ${perImage(timing.cycles)} that an image takes it waits ${perImage(waitInput)} for input and ${perImage(waitOutput)} for output`;
  const unbounded = simulateEvents(deepen(pipeline)).cycles;
  if (timing.cycles - unbounded < NEGLIGIBLE * timing.cycles) {
    return { layer: layer.name, cause, sentence: `${waits}; deeper FIFOs would not help` };
  }
  const gains = pipeline.streams.map(({ name, depth }) => ({
    name,
    depth,
    cycles: simulateEvents(deepen(pipeline, name)).cycles,
  }));
  const best = gains.reduce((least, other) => (other.cycles < least.cycles ? other : least));
  const alone = `a deeper ${best.name} alone (now ${best.depth} words) gives ${perImage(best.cycles)}`;
  const sentence = `${waits}, because the FIFOs are short: deep ones would give ${perImage(unbounded)}, ${alone}`;
  return { layer: layer.name, cause, sentence };
}

/** The same pipeline with one stream, or all, deep enough for several images. */
function deepen(pipeline: Pipeline, only?: string): Pipeline {
  const streams = pipeline.streams.map((stream) => {
    const writer = pipeline.blocks.find(({ outputs }) => outputs.includes(stream.name))!;
    const words = wordsThrough(writer, 'writes', writer.outputs.indexOf(stream.name));
    const deep = Math.max(stream.depth, DEEP_IMAGES * Math.ceil(words / pipeline.frames));
    return only === undefined || stream.name === only ? { ...stream, depth: deep } : stream;
  });
  return { ...pipeline, streams };
}
