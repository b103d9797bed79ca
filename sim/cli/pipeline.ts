import { Command, Option } from 'commander';
import { readText } from '../core/input/file.js';
import { HandshakeRecorder } from '../core/trace/recorder.js';
import { parsePipelineFile, runPipeline, simulatePipeline } from '../fabric/index.js';
import { renderPipeline } from '../report/index.js';
import { type OutputOptions, withOutputOptions, writeResult } from './output.js';
import { type TraceOptions, traceSelection, withTraceOptions, writeTraces } from './trace-files.js';

interface PipelineOptions extends OutputOptions, TraceOptions {
  readonly engine: 'event' | 'tick';
}

const EXAMPLE = `
Example (window.yaml):
  library: finn                       # finn: FINN's RTL blocks; hls: BNN-PYNQ's HLS blocks
  frames: 8
  inputBeatsPerFrame: 36
  outputBeatsPerFrame: 64
  source: { allow: [0, 1], modulo: 3 }   # may offer in two cycles of three
  sink: free
  blocks:
    - { type: swg, H: 6, W: 6, C: 1, KH: 3, KW: 3, SIMD: 1 }
    - { type: mvu, core: dsp48-4bit, MW: 9, MH: 4, PE: 1, SIMD: 1 }

  $ qcycle pipeline window.yaml --json window.json`;

/** A pipeline file names no board, so that a cycle of its traces is given 10 ns. */
const NOMINAL_CLOCK_MHZ = 100;

/** `pipeline`: simulates a chain or a graph of blocks from a file, without a network. */
export function pipelineCommand(): Command {
  return withTraceOptions(withOutputOptions(new Command('pipeline')))
    .description('simulate a pipeline of blocks from a file: every handshake, every cause, deadlocks named')
    .argument('<file>', 'pipeline file, YAML or JSON (docs/pipelines.md)')
    .addOption(new Option('--engine <engine>', 'how cycles are found').choices(['event', 'tick']).default('event'))
    .addHelpText('after', EXAMPLE)
    .action(async (file: string, options: PipelineOptions) => {
      const built = parsePipelineFile(readText(file), file);
      const simulation = simulatePipeline(built, options.engine);
      const selection = traceSelection(options);
      if (selection !== undefined) {
        const recording = new HandshakeRecorder(built.pipeline, selection);
        runPipeline(built, options.engine, recording);
        await writeTraces(recording, NOMINAL_CLOCK_MHZ, options);
      }
      const { frames } = built.pipeline;
      const title = `${file}: library ${built.library}, ${frames} ${frames === 1 ? 'frame' : 'frames'}, ${options.engine} engine`;
      await writeResult(options, renderPipeline(simulation, title), simulation.run);
    });
}
