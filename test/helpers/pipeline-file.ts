import type { Pipeline } from '../../sim/core/index.js';
import {
  type BuiltPipeline,
  checkPipelineFile,
  layOutPipelineFile,
  type PipelineRun,
  parsePipelineFile,
  simulatePipeline,
  withFifoDepths,
} from '../../sim/fabric/index.js';

/** The blocks and streams that a pipeline file stands for. */
export function buildFile(file: object): BuiltPipeline {
  return parsePipelineFile(JSON.stringify(file), 'file');
}

/** A pipeline file's pipeline with other depths of FIFOs, for so many frames. */
export function buildFileWith(file: object, depths: ReadonlyMap<string, number>, frames: number): Pipeline {
  const { source } = checkPipelineFile(JSON.stringify(file), 'file');
  return layOutPipelineFile(withFifoDepths(source, depths, frames), 'file').pipeline;
}

/** What a pipeline file's simulation finds out. */
export function runFile(file: object, engine: 'event' | 'tick' = 'event'): PipelineRun {
  return simulatePipeline(buildFile(file), engine).run;
}

/** A block of library finn by itself, with as many beats a frame in as out unless said otherwise. */
export function runFinnBlock(
  block: object,
  { beats, ...rest }: { readonly beats: number; readonly outputBeatsPerFrame?: number } & Record<string, unknown>,
): PipelineRun {
  return runFile({
    library: 'finn',
    inputBeatsPerFrame: beats,
    outputBeatsPerFrame: beats,
    ...rest,
    blocks: [{ name: 'dut', ...block }],
  });
}
