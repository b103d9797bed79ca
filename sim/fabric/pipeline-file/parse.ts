import { parseYaml } from '../../core/input/yaml.js';
import type { StreamSpec } from '../../core/pipeline.js';
import { loadLibrary } from '../catalog.js';
import { type BuiltPipeline, buildPipeline } from './build.js';
import { planFinn } from './finn-plan.js';
import { joinBlocks, type Report } from './graph.js';
import { planHls } from './hls-plan.js';
import type { Joining, UnitPlan } from './plan.js';
import { type PipelineFile, pipelineFileSchema } from './schema.js';

/**
 * Reads a pipeline file (YAML or JSON) and lays it out as blocks and streams.
 * @param file name of the text in messages
 * @throws InputError for the first problem, at its line and column
 */
export function parsePipelineFile(text: string, file: string): BuiltPipeline {
  const built = pipelineFileSchema.transform((source, context): BuiltPipeline => {
    let problems = 0;
    const report: Report = (path, message) => {
      problems++;
      context.addIssue({ code: 'custom', path, message });
    };
    const { joining, planOf } = library(source);
    const nodes = joinBlocks(source, planOf, report);
    return problems > 0 ? (undefined as never) : buildPipeline(source, nodes, joining, file);
  });
  return parseYaml(text, file, built);
}

/** What the library of a file says: how its blocks are joined, and each block's plan. */
function library(file: PipelineFile): { readonly joining: Joining; readonly planOf: (index: number) => UnitPlan } {
  if (file.library === 'finn') {
    const finn = loadLibrary('finn');
    return { joining: { idleCycles: finn.idleCycles.value }, planOf: (index) => planFinn(file.blocks[index], finn) };
  }
  const hls = loadLibrary('hls');
  const fifo = (name: string, asked = hls.defaultFifoDepth.value): StreamSpec => {
    return { name, bits: 1, depth: Math.max(asked, hls.minimumFifoDepth.value) };
  };
  return { joining: { idleCycles: 0, fifo }, planOf: (index) => planHls(file.blocks[index], hls) };
}
