import { simulateEvents } from '../core/engine/event.js';
import type { PipelineTiming } from '../core/engine/result.js';
import { type Pipeline, type StreamSpec, wordsThrough } from '../core/pipeline.js';
import { NEGLIGIBLE } from '../core/run.js';
import { accessesPerFrame } from './accesses.js';
import { compile } from './compile.js';
import type { FabricProgram } from './program.js';
import { streamsBetweenLayers } from './stream-names.js';

/** Images that a stream holds which counts as deep: more than any two blocks drift apart. */
const DEEP_IMAGES = 4;
/** Accesses to streams that one trial may take, about a third of a second; but so many images that FIFOs matter. */
const TRIAL_ACCESSES = 5e6;
const LEAST_IMAGES = 4;
/** Streams that are tried alone. */
const TRIALS_ALONE = 3;

/** What deeper FIFOs would do to a batch of `images`. */
export interface DeeperFifos {
  readonly images: number;
  /** Cycles as it is. */
  readonly cycles: number;
  /** Cycles with all FIFOs deep. */
  readonly deepCycles: number;
  /** The best of those that were tried alone, with its depth as it is. */
  readonly best: { readonly name: string; readonly depth: number; readonly cycles: number };
}

/**
 * Tries deeper FIFOs, all at once and then some alone: of those between layers the ones that hold up their writer longest
 * while their reader lacks words at other times. The trials run the whole batch or, where that would take long, a smaller
 * one. Undefined where deep FIFOs hardly help.
 */
export function tryDeeperFifos(program: FabricProgram, timing: PipelineTiming): DeeperFifos | undefined {
  const { design } = program;
  const images = Math.min(
    design.images,
    Math.max(LEAST_IMAGES, Math.floor(TRIAL_ACCESSES / accessesPerFrame(program.pipeline))),
  );
  const whole = images === design.images;
  const { pipeline } = whole ? program : compile({ ...design, images });
  const asItIs = whole ? timing : simulateEvents(pipeline);
  const cyclesWithDeep = (streams: readonly string[]) => simulateEvents(deepen(pipeline, streams)).cycles;

  const deepCycles = cyclesWithDeep(program.fifos);
  if (asItIs.cycles - deepCycles < NEGLIGIBLE * asItIs.cycles) return undefined;
  const betweenLayers = streamsBetweenLayers(design.network);
  const alone = pipeline.streams
    .filter(({ name }) => betweenLayers.includes(name))
    .map((stream) => ({ stream, waits: alternatingWaits(stream, pipeline, asItIs) }))
    .sort((a, b) => b.waits - a.waits)
    .slice(0, TRIALS_ALONE)
    .map(({ stream: { name, depth } }) => ({ name, depth, cycles: cyclesWithDeep([name]) }));
  const best = alone.reduce((least, other) => (other.cycles < least.cycles ? other : least));
  return { images, cycles: asItIs.cycles, deepCycles, best };
}

/** Cycles that the two ends of a stream wait for each other, the lesser of both: an end that never waits cannot gain. */
function alternatingWaits({ name }: StreamSpec, { blocks }: Pipeline, timing: PipelineTiming): number {
  const writer = blocks.findIndex(({ outputs }) => outputs.includes(name));
  const reader = blocks.findIndex(({ inputs }) => inputs.includes(name));
  return Math.min(timing.blocks[writer].causes.waitOutput, timing.blocks[reader].causes.waitInput);
}

/** The same pipeline with some streams deep enough for several frames. */
function deepen(pipeline: Pipeline, deep: readonly string[]): Pipeline {
  const streams = pipeline.streams.map((stream) => {
    if (!deep.includes(stream.name)) return stream;
    const writer = pipeline.blocks.find(({ outputs }) => outputs.includes(stream.name))!;
    const words = wordsThrough(writer, 'writes', writer.outputs.indexOf(stream.name));
    return { ...stream, depth: Math.max(stream.depth, DEEP_IMAGES * Math.ceil(words / pipeline.frames)) };
  });
  return { ...pipeline, streams };
}
