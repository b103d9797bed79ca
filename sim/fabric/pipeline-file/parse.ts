import { parseYaml } from '../../core/input/yaml.js';
import { type BuiltPipeline, buildPipeline } from './build.js';
import { joiningOf, planOf } from './file-library.js';
import { checkSize, joinBlocks, type Report } from './graph.js';
import { type PipelineFile, pipelineFileSchema } from './schema.js';

/** A pipeline file whose blocks fit each other. */
export interface CheckedPipelineFile {
  readonly source: PipelineFile;
  readonly built: BuiltPipeline;
}

/**
 * Reads a pipeline file (YAML or JSON) and lays it out as blocks and streams.
 * @param file name of the text in messages
 * @throws InputError for the first problem, at its line and column
 */
export function parsePipelineFile(text: string, file: string): BuiltPipeline {
  return checkPipelineFile(text, file).built;
}

/** As `parsePipelineFile`, with the file's own contents. */
export function checkPipelineFile(text: string, file: string): CheckedPipelineFile {
  const checked = pipelineFileSchema.transform((source, context): CheckedPipelineFile => {
    let problems = 0;
    const report: Report = (path, message) => {
      problems++;
      context.addIssue({ code: 'custom', path, message });
    };
    const nodes = joinBlocks(source, planOf(source), report);
    checkSize(source, nodes, report);
    if (problems > 0) return undefined as never;
    return { source, built: buildPipeline(source, nodes, joiningOf(source), file) };
  });
  return parseYaml(text, file, checked);
}

/**
 * Lays out a pipeline file that was made from a checked one, of any number of frames.
 * @throws RangeError where its blocks do not fit each other
 */
export function layOutPipelineFile(source: PipelineFile, name: string): BuiltPipeline {
  const nodes = joinBlocks(source, planOf(source), (path, message) => {
    throw new RangeError(`${path.join('.')}: ${message}`);
  });
  return buildPipeline(source, nodes, joiningOf(source), name);
}
