import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { readText } from '../core/input/file.js';
import { InputError } from '../core/input/input-error.js';
import { writeFileWhole } from '../core/input/write-file.js';
import { parseYaml } from '../core/input/yaml.js';
import { loadFolding } from '../drivers/load-folding.js';
import { loadAnyNetwork } from '../drivers/load-network.js';
import { type FifoFindings, type FifoProblem, fileProblem, findFifos, networkProblem } from '../explore/index.js';
import { loadBoard, loadLibrary, offloadOverlayFor, overlayFile, pipelineFileText } from '../fabric/index.js';
import { renderFifos } from '../report/index.js';
import { foldingFor } from './folding-for.js';
import { type OutputOptions, say, withOutputOptions, writeResult } from './output.js';

interface FifoOptions extends OutputOptions {
  readonly board?: string;
  readonly fold?: string;
  readonly maxSlowdown?: number;
  readonly write?: string;
}

/** The FIFOs of a network or a pipeline file, and the file that it becomes with other depths. */
interface Target {
  readonly problem: FifoProblem;
  readonly fileWith: (findings: FifoFindings) => string;
}

const EXAMPLES = `
Examples:
  $ qcycle fifo lfc-w1a1 --board pynq-z1
  $ qcycle fifo cnv-w1a1 --max-slowdown 2% --write cnv-fifos.yaml
  $ qcycle fifo residual.yaml --write sized.yaml`;

/** `fifo`: the smallest FIFO depths that keep the throughput. */
export function fifoCommand(): Command {
  return withOutputOptions(new Command('fifo'))
    .description('find the smallest FIFO depths that lose nothing against unbounded ones, by exact simulation')
    .argument('<network|file>', 'name of a shipped network, a network file, or a pipeline file (docs/pipelines.md)')
    .option('--board <name|file>', 'board (default: the first that the overlay exists for)')
    .option('--fold <file>', 'folding instead of the published one')
    .option('--max-slowdown <percent>', 'how much longer a frame may take: 2% (default: 0%)', parseSlowdown)
    .option('--write <file>', 'write the overlay, or the pipeline file, with the depths that were found')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, options: FifoOptions) => {
      const { maxSlowdown, write } = options;
      const { problem, fileWith } = targetOf(name, options);
      const findings = findFifos(problem, {
        ...(maxSlowdown === undefined ? {} : { maxSlowdown }),
        progress: showSimulations(options),
      });
      if (write !== undefined) await writeFileWhole(write, fileWith(findings));
      await writeResult(options, renderFifos(findings), findings);
    });
}

/** Keys that tell a pipeline file from a network file. */
const kind = z.looseObject({ library: z.string().optional(), blocks: z.unknown().optional() });

function targetOf(name: string, options: FifoOptions): Target {
  if (/\.(ya?ml|json)$/.test(name)) {
    const text = readText(name);
    const { library, blocks } = parseYaml(text, name, kind);
    if (library !== undefined || blocks !== undefined) return pipelineFileTarget(name, text, options);
  }
  return networkTarget(name, options);
}

function pipelineFileTarget(name: string, text: string, { board, fold }: FifoOptions): Target {
  const refused = board !== undefined ? '--board' : fold !== undefined ? '--fold' : undefined;
  if (refused !== undefined) throw new InputError(`${refused} is for networks, found a pipeline file`, { file: name });
  const problem = fileProblem(text, name);
  return { problem, fileWith: ({ fifos }) => pipelineFileText(problem.source, depthsOf(fifos)) };
}

function networkTarget(name: string, options: FifoOptions): Target {
  const network = loadAnyNetwork(name);
  const offload = offloadOverlayFor(network);
  if (offload !== undefined) {
    throw new InputError(`${name} runs on the offload engine ${offload.name}, whose FIFOs are its own`);
  }
  const asked = options.board === undefined ? undefined : loadBoard(options.board);
  const overlay =
    options.fold === undefined
      ? foldingFor(network, asked, options)
      : loadFolding(options.fold, network, options.board);
  const board = asked ?? loadBoard(overlay.boards[0] ?? 'pynq-z1');
  const problem = networkProblem({ network, board, overlay, library: loadLibrary(overlay.library) });
  return {
    problem,
    fileWith: ({ fifos }) => overlayFile({ ...overlay, fifos: Object.fromEntries(depthsOf(fifos)) }),
  };
}

function depthsOf(fifos: FifoFindings['fifos']): Map<string, number> {
  return new Map(fifos.filter(({ depth }) => depth > 0).map(({ name, depth }) => [name, depth]));
}

const SHOW_EVERY_MS = 500;

/** How many pipelines were simulated, on a terminal: nobody knows how many it will be. */
function showSimulations(options: OutputOptions): (done: number) => void {
  let shown = performance.now();
  return (done) => {
    if (process.stderr.isTTY !== true || performance.now() - shown < SHOW_EVERY_MS) return;
    shown = performance.now();
    say(options, `${done} simulations`);
  };
}

/** `2%` as 0.02. */
function parseSlowdown(text: string): number {
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(text)?.[1];
  if (percent !== undefined) return Number(percent) / 100;
  throw new InvalidArgumentError(`Found ${text}, allowed: a percentage from 0%, such as 2%.`);
}
