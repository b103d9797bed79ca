import { Command, InvalidArgumentError, Option } from 'commander';
import { InputError } from '../core/input/input-error.js';
import { writeFileWhole } from '../core/input/write-file.js';
import { loadAnyNetwork } from '../drivers/load-network.js';
import {
  type DesignBudget,
  type Exploration,
  explore,
  OBJECTIVES,
  type Objective,
  publishedCost,
} from '../explore/index.js';
import {
  type FabricBoard,
  loadBoard,
  loadLibrary,
  type Overlay,
  offloadOverlayFor,
  overlayFile,
} from '../fabric/index.js';
import { isIntegerLayer, type Network } from '../nn/network.js';
import { chartRecords, explorationCsv, parseRecords, renderExploration, renderPage } from '../report/index.js';
import { type OutputOptions, withOutputOptions, writeResult } from './output.js';
import { positiveNumber, wholeNumber } from './parse.js';
import { type SweepOptions, sweeping, withSweepOptions } from './sweep-options.js';

/** `published`: what the resource model says of the published overlay. Block RAM counts in BRAM18. */
type BudgetOption = 'published' | Partial<DesignBudget>;

interface ExploreCommandOptions extends OutputOptions, SweepOptions {
  readonly board?: string;
  readonly library?: 'hls' | 'finn';
  readonly targetFps?: number;
  readonly budget?: BudgetOption;
  readonly objective: Objective;
  readonly members: number;
  readonly csv?: string;
  readonly html?: string;
  readonly writeFold?: string;
}

const EXAMPLES = `
Examples:
  $ qcycle explore lfc-w1a1 --board pynq-z1 --budget published
  $ qcycle explore cnv-w1a1 --board pynq-z1 --target-fps 3000 --objective lut --write-fold cnv.yaml
  $ qcycle explore cnv-w1a1 --board pynq-z1 --budget lut=30000,bram=124 --json cnv.json --csv cnv.csv`;

const MAX_MEMBERS = 10_000;

/** `explore`: the best folding of a network on a board. */
export function exploreCommand(): Command {
  const command = withOutputOptions(new Command('explore'))
    .description('find the best folding of a network for a board, with its FIFO depths, simulated cycle by cycle')
    .argument('<network>', 'name of a shipped network, or a network file')
    .option('--board <name|file>', 'board (default: pynq-z1)')
    .addOption(
      new Option('--library <name>', 'block library (default: hls; finn for layers of integers)').choices([
        'hls',
        'finn',
      ]),
    )
    .option('--target-fps <n>', 'frames a second that must be reached', parseTarget)
    .option(
      '--budget <lut=..,bram=..,dsp=..|published>',
      'most LUTs, BRAM36 and DSPs (default: all of the board); published: what the published overlay takes',
      parseBudget,
    )
    .addOption(
      new Option('--objective <objective>', 'what is to be best')
        .choices(OBJECTIVES)
        .default('fps' satisfies Objective),
    )
    .option('--members <n>', 'foldings that are simulated', (text) => wholeNumber(text, 1, MAX_MEMBERS), 10)
    .option('--csv <file>', 'write the members as CSV to a file, or to stdout (-)')
    .option('--html <file>', 'draw the members as a page with charts')
    .option('--write-fold <file>', 'write the best folding with its FIFO depths, for run --fold');
  return withSweepOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, options: ExploreCommandOptions) => {
      const network = loadAnyNetwork(name);
      requirePipeline(network);
      const board = loadBoard(options.board ?? 'pynq-z1');
      const { targetFps, budget, objective, members } = options;
      const exploration = await sweeping(options, name, (perform) =>
        explore(
          {
            network,
            board,
            library: loadLibrary(options.library ?? (network.layers.some(isIntegerLayer) ? 'finn' : 'hls')),
            objective,
            members,
            ...(targetFps === undefined ? {} : { targetFps }),
            ...(budget === undefined
              ? {}
              : { budget: budget === 'published' ? requirePublishedCost(network, board) : budget }),
          },
          perform,
        ),
      );
      await writeFiles(network, board, exploration, options);
      if (options.csv === '-') process.stdout.write(explorationCsv(exploration));
      else await writeResult(options, renderExploration(exploration), exploration);
    });
}

async function writeFiles(
  network: Network,
  board: FabricBoard,
  exploration: Exploration,
  { csv, html, writeFold }: ExploreCommandOptions,
): Promise<void> {
  if (csv !== undefined && csv !== '-') await writeFileWhole(csv, explorationCsv(exploration));
  if (html !== undefined) {
    const report = chartRecords(parseRecords(JSON.stringify(exploration), html), []);
    await writeFileWhole(html, renderPage(report, []));
  }
  if (writeFold === undefined) return;
  const { members, best, library } = exploration;
  const member = members.find(({ name }) => name === best);
  if (member === undefined) throw new InputError('no folding keeps the budget with its FIFOs, so that none is written');
  const layers = member.layers.map(({ name, pe, simd }) => ({ name, pe, simd }));
  const source = `qcycle explore, ${board.name}: ${member.intervalCycles} cycles an image`;
  const overlay = {
    network: network.name,
    library: library as Overlay['library'],
    boards: [board.name],
    source,
    layers,
  };
  const lutRam = member.layers.filter(({ weights }) => weights === 'lut').map(({ name }) => `${name}.weights`);
  const dsp = member.layers.filter(({ products }) => products === 'dsp').map(({ name }) => name);
  await writeFileWhole(writeFold, overlayFile({ ...overlay, fifos: member.fifos, widths: {}, lutRam, dsp }));
}

function requirePublishedCost(network: Network, board: FabricBoard): Partial<DesignBudget> {
  const cost = publishedCost(network, board);
  if (cost !== undefined) return cost;
  throw new InputError(`no overlay of ${network.name} is published: give --budget lut=..,bram=..`);
}

function requirePipeline(network: Network): void {
  const offload = offloadOverlayFor(network);
  if (offload === undefined) return;
  throw new InputError(`${network.name} runs on the offload engine ${offload.name}, which has no folding to explore`);
}

function parseTarget(text: string): number {
  return positiveNumber(text, 'frames a second');
}

const BUDGET_KEYS = ['lut', 'bram', 'dsp'] as const;

/** `lut=..,bram=..,dsp=..` or `published`. */
function parseBudget(text: string): BudgetOption {
  if (text === 'published') return text;
  const budget: { lut?: number; bram18?: number; dsp?: number } = {};
  for (const entry of text.split(',')) {
    const [key, value, ...rest] = entry.split('=');
    if (!BUDGET_KEYS.some((known) => known === key) || value === undefined || rest.length > 0) {
      throw new InvalidArgumentError(`Found ${entry}, allowed: lut=.., bram=.. (BRAM36), dsp=.., or published.`);
    }
    const amount = positiveNumber(value, key);
    if (budget[key === 'bram' ? 'bram18' : (key as 'lut' | 'dsp')] !== undefined) {
      throw new InvalidArgumentError(`Found ${key} twice.`);
    }
    if (key === 'bram') budget.bram18 = 2 * amount;
    else budget[key as 'lut' | 'dsp'] = amount;
  }
  return budget;
}
