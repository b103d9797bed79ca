import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { makeFolders } from '../core/input/folder.js';
import { InputError } from '../core/input/input-error.js';
import { writeFileWhole } from '../core/input/write-file.js';
import { analyseNetwork } from '../drivers/analyse-network.js';
import { firstPictures } from '../drivers/first-pictures.js';
import { withOriginalParameters } from '../drivers/load-job.js';
import { loadPictures } from '../drivers/load-pictures.js';
import { type BoardGain, loadSensitivities, pruneNetwork } from '../drivers/prune-network.js';
import { loadNamedNetwork, type Network, type Sensitivities, sensitivityFile } from '../nn/index.js';
import { renderPruning, renderSensitivities } from '../report/index.js';
import { requireDpu } from './emit-dpu-listing.js';
import { type OutputOptions, withOutputOptions, writeResult } from './output.js';
import { parseImages, parseThreads, wholeNumber } from './parse.js';
import { Progress } from './progress.js';

interface PruneOptions extends OutputOptions {
  readonly ratio?: number;
  readonly like?: string;
  readonly multiple: number;
  readonly sensitivity?: string;
  readonly steps: number;
  readonly analyse?: boolean;
  readonly params?: string;
  readonly input?: string[];
  readonly labels?: string;
  readonly images?: number;
  readonly out?: string;
  readonly name?: string;
  readonly board?: string;
  readonly threads?: number;
}

/** Channels that the DPU takes together, and the largest of such numbers that is of use. */
const DEFAULT_MULTIPLE = 2;
const MAX_MULTIPLE = 64;
const MAX_STEPS = 100;

const EXAMPLES = `
Examples:
  $ qcycle prune mobilenet-v2 --ratio 0.5 --out pruned
  $ qcycle prune mobilenet-v2 --ratio 0.5 --board zcu102 --threads 8
  $ qcycle prune resnet50 --ratio 0.3 --multiple 16 --sensitivity expansion
  $ qcycle prune mobilenet-v2 --ratio 0.5 --steps 5 --out pruned
  $ qcycle prune trained.yaml --like pruned/mobilenet-v2-pruned-step2.yaml --out pruned
  $ qcycle prune mobilenet-v1 --params gap8-mobilenetv1.tar.gz --analyse --input photos/*.jpg --out analysed`;

/** `prune`: a network with fewer channels. */
export function pruneCommand(): Command {
  return withOutputOptions(new Command('prune'))
    .description('remove channels of a network until it has so many operations fewer: structured pruning')
    .argument('<network>', 'name of a shipped network, or a network file, of integers or of real numbers')
    .option('--ratio <part>', 'part of the operations to remove: 0.5', parseRatio)
    .option('--like <network>', 'keep as many channels as a network has that was pruned from the same one')
    .option(
      '--multiple <n>',
      'channels that stay are multiples of it: 16 fills the lanes of the DPU',
      parseMultiple,
      DEFAULT_MULTIPLE,
    )
    .option(
      '--sensitivity <profile|file>',
      'what removing channels costs: uniform, expansion, synthetic, norms, or a file that --analyse wrote (default: norms where there are weights, else synthetic)',
    )
    .option('--steps <n>', 'write so many networks on the way, to be trained again in between', parseSteps, 1)
    .option('--analyse', 'find out how sensitive groups of channels are instead of pruning')
    .option('--params <dir|tar>', "parameters in the original project's own files")
    .option('--input <file...>', 'images that --analyse judges by')
    .option(
      '--labels <file>',
      'classes of those images: idx, a number a line, or JSON with file and index (default: those of the whole network)',
    )
    .option('--images <n>', 'use the first n images', parseImages)
    .option('--out <dir>', 'folder for the network file and its weights, or for the sensitivities')
    .option('--board <name|file>', 'tell what pruning gains on a board with a DPU, in frames a second')
    .option('--threads <n>', 'host threads on that board (default: 1)', parseThreads)
    .option('--name <name>', 'name of the pruned network (default: that of the network with -pruned)')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, options: PruneOptions) => {
      const shipped = loadNamedNetwork(name);
      const network = options.params === undefined ? shipped : withOriginalParameters(shipped, options.params);
      requireBoard(options);
      if (options.analyse === true) return analyseOne(network, options);
      const { out, name: newName, sensitivity, multiple, steps, board, threads = 1 } = options;
      const findings = await pruneNetwork(name, network, {
        ...{ target: targetOf(options), multiple, steps },
        ...(sensitivity === undefined ? {} : { sensitivity }),
        ...(out === undefined ? {} : { out }),
        ...(newName === undefined ? {} : { name: newName }),
        ...(board === undefined ? {} : { gain: { board: requireDpu(board), threads } }),
      });
      const gained = findings.gain === undefined ? [] : [gainLine(findings.gain)];
      await writeResult(options, [renderPruning(findings), ...gained].join('\n'), findings);
    });
}

function gainLine({ board, threads, framesPerSecond: { before, after } }: BoardGain): string {
  const host = `${threads} host thread${threads === 1 ? '' : 's'}`;
  return `on ${board} with ${host}: ${before.toFixed(2)} to ${after.toFixed(2)} frames/s, ${(after / before).toFixed(2)} times as many`;
}

function requireBoard({ board, threads, analyse }: PruneOptions): void {
  if (board !== undefined && analyse === true)
    throw new InputError('--board tells what pruning gains: no --analyse with it');
  if (board === undefined && threads !== undefined)
    throw new InputError('--threads are those on a board: give --board');
}

function targetOf({ ratio, like, steps, sensitivity }: PruneOptions): number | Network {
  if (like === undefined) {
    if (ratio === undefined) throw new InputError('nothing to do: give --ratio, --like, or --analyse');
    return ratio;
  }
  if (ratio !== undefined || steps > 1 || sensitivity !== undefined) {
    throw new InputError('--like says how many channels stay: no --ratio, --steps and --sensitivity with it');
  }
  return loadNamedNetwork(like);
}

async function analyseOne(network: Network, options: PruneOptions): Promise<void> {
  const sensitivities = await sensitivitiesOf(network, options);
  const { out } = options;
  const files: string[] = [];
  if (out !== undefined) {
    makeFolders(out);
    files.push(join(out, `${network.name}-sensitivity.yaml`));
    await writeFileWhole(files[0], sensitivityFile(network.name, sensitivities));
  }
  const record = { schema: 'qcycle.sensitivity/1', network: network.name, ...sensitivities };
  await writeResult(options, [renderSensitivities(network.name, sensitivities), ...files].join('\n'), record);
}

async function sensitivitiesOf(network: Network, options: PruneOptions): Promise<Sensitivities> {
  const { input, labels, images, multiple, sensitivity } = options;
  if (input === undefined) return loadSensitivities(sensitivity, network);
  const pictures = firstPictures(network, await loadPictures(network, input, labels), images);
  let bar: Progress | undefined;
  const progress = (done: number, all: number) => {
    bar ??= new Progress(options, network.name, all, 'evaluations');
    bar.update(done);
  };
  try {
    return await analyseNetwork(network, { pictures, multiple, progress });
  } finally {
    bar?.stop();
  }
}

function parseRatio(text: string): number {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError(`Found ${text}, allowed: a number above 0 and below 1.`);
}

function parseMultiple(text: string): number {
  return wholeNumber(text, 1, MAX_MULTIPLE);
}

function parseSteps(text: string): number {
  return wholeNumber(text, 1, MAX_STEPS);
}
