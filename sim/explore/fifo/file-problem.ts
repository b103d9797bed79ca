import { type Pipeline, wordsThrough } from '../../core/pipeline.js';
import {
  type BuiltPipeline,
  checkPipelineFile,
  deadlockInFile,
  fifoPlaces,
  layOutPipelineFile,
  loadLibrary,
  type PipelineFile,
  withFifoDepths,
} from '../../fabric/index.js';
import { ENDLESS_FRAMES } from './network-problem.js';
import type { Depths, FifoProblem } from './problem.js';

/** Depth that a FIFO is given where only its place matters. */
const SOME = 2;

/** The FIFOs of a pipeline file. */
export interface FileProblem extends FifoProblem {
  readonly source: PipelineFile;
}

/**
 * The FIFOs of a pipeline file, and those that could stand on its other streams.
 * @throws InputError for a file that cannot be used
 */
export function fileProblem(text: string, file: string): FileProblem {
  const { source } = checkPipelineFile(text, file);
  const places = fifoPlaces(source);
  const minimum = loadLibrary(source.library).minimumFifoDepth.value;
  const lay = (depths: Depths, frames = ENDLESS_FRAMES): BuiltPipeline => {
    const present = new Map([...depths].filter(([, depth]) => depth > 0));
    return layOutPipelineFile(withFifoDepths(source, present, frames), file);
  };
  const full = lay(new Map(places.map(({ name, depth = SOME }) => [name, depth])));
  const unjoined = source.library === 'finn' ? 0 : minimum;
  return {
    name: file,
    source,
    sites: places.map(({ name, from, to, depth }) => {
      const stream = full.fifoStreams.get(name)!;
      return {
        name,
        stream,
        from,
        to,
        bits: null,
        least: depth === undefined ? unjoined : minimum,
        wordsPerFrame: wordsInto(full.pipeline, stream) / ENDLESS_FRAMES,
      };
    }),
    given: new Map(places.map(({ name, depth = unjoined }) => [name, Math.max(depth, unjoined)])),
    hasBursts: false,
    build: (depths) => lay(depths).pipeline,
    nameDeadlock: (deadlock, depths) => deadlockInFile(deadlock, lay(depths)),
    buildFor: (depths, frames) => lay(depths, frames).pipeline,
  };
}

function wordsInto({ blocks }: Pipeline, stream: string): number {
  const writer = blocks.find(({ outputs }) => outputs.includes(stream))!;
  return wordsThrough(writer, 'writes', writer.outputs.indexOf(stream));
}
