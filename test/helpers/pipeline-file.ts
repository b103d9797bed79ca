import { type BuiltPipeline, type PipelineRun, parsePipelineFile, simulatePipeline } from '../../sim/fabric/index.js';

/** The blocks and streams that a pipeline file stands for. */
export function buildFile(file: object): BuiltPipeline {
  return parsePipelineFile(JSON.stringify(file), 'file');
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
