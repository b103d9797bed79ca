import { join } from 'node:path';
import { Command, Option } from 'commander';
import { makeFolders } from '../core/input/folder.js';
import { InputError } from '../core/input/input-error.js';
import { writeFileWhole } from '../core/input/write-file.js';
import { type DeviceRun, ENGINES, type Engine, isSimulated, type Run } from '../core/run.js';
import { isForDpu, USUAL_DPU_BOARD } from '../dpu/index.js';
import { withClassNames } from '../drivers/class-names.js';
import { outputMaps } from '../drivers/code-maps.js';
import { type Comparison, compareDevices } from '../drivers/compare.js';
import { type Device, runJob } from '../drivers/device.js';
import { type FabricJob, isDpuJob, type Job, type Pictures } from '../drivers/job.js';
import type { LayerCodes } from '../drivers/layer-codes.js';
import { dumpLayers } from '../drivers/layer-dump.js';
import { type AnyBoard, loadAnyBoard } from '../drivers/load-board.js';
import { loadFolding } from '../drivers/load-folding.js';
import { withOriginalParameters } from '../drivers/load-job.js';
import { loadAnyNetwork, noWeights } from '../drivers/load-network.js';
import { countPictures, hasTestPictures, loadPictures, loadTestPictures } from '../drivers/load-pictures.js';
import {
  type FabricBoard,
  LIBRARY_NAMES,
  loadBoard,
  type OffloadOverlay,
  type Overlay,
  offloadOverlayFor,
  requireChain,
} from '../fabric/index.js';
import { gap8BoardNames } from '../gap8/index.js';
import { hasParameters, isIntegerLayer, type Network } from '../nn/network.js';
import { renderDeviceRun, renderRun } from '../report/index.js';
import { reportCrossCheck } from './cross-check.js';
import {
  boardOf,
  type DeviceOptions,
  type Devices,
  requireAgreement,
  usingDevices,
  withDeviceOptions,
} from './device-options.js';
import { foldingFor } from './folding-for.js';
import { flagOf, type OutputOptions, say, withOutputOptions, writeResult } from './output.js';
import { parseFifos, parseImages, parseThreads } from './parse.js';
import { Progress } from './progress.js';
import { renderComparison } from './render-comparison.js';
import { applicationLines, dpuJob, runOnDpu } from './run-dpu.js';
import { gap8Job, runOnGap8 } from './run-gap8.js';
import {
  chooseBack,
  type Interpretation,
  type SoftwareOptions,
  softwareFolder,
  withSoftwareOptions,
} from './software-layers.js';
import { tellTopClasses } from './top-classes.js';
import { type TraceOptions, traceSelection, withTraceOptions, writeTraces } from './trace-files.js';
import { loadTraces } from './traces.js';

interface RunOptions extends OutputOptions, TraceOptions, SoftwareOptions, DeviceOptions {
  readonly board?: string;
  readonly labels?: string;
  readonly images?: number;
  readonly predictions?: boolean;
  readonly scores?: boolean;
  readonly profile?: boolean;
  readonly dumpLayers?: string;
  readonly engine: Engine;
  readonly fifo?: Readonly<Record<string, number>>;
  readonly fold?: string;
  readonly library?: Overlay['library'];
  readonly schedule?: string;
  readonly classNames?: string;
  readonly threads?: number;
  readonly endToEnd?: boolean;
}

/** Images that simulated RTL runs unless more are asked for. */
const RTL_IMAGES = 3;

const EXAMPLES = `
Examples:
  $ qcycle run lfc-w1a1 --board ultra96
  $ qcycle run lfc-w1a1 --board pynq-z1 --fifo inter0=32,inter1=16 --images 1000
  $ qcycle run lfc-w1a2 --params lfcW1A2.tar --json run.json --predictions
  $ qcycle run lfc-w1a1 --profile --json run.json && qcycle view run.json
  $ qcycle run lfc-w1a1 --timing-only --images 4 --vcd lfc.vcd --trace-window 0:2000
  $ qcycle run lfc-w1a1 --device rtl --images 3
  $ qcycle run cnv-w1a1 --params cnvW1A1.tar --input test.bin.gz
  $ qcycle run cnv-w2a2 --params cnvW2A2.tar --input deer.jpg car.png --scores --json -
  $ qcycle run dorefanet --params binparam-dorefanet.tar --software params --input shark.jpg --fc fc.npy
  $ qcycle run mobilenet-v2 --board zcu102 --threads 8 --images 5000 --timing-only
  $ qcycle run mobilenet-v1 --board gapuino --schedule own --timing-only --timeline own.json
  $ qcycle run imported/resnet8.yaml --board gapuino --input deer.png
  $ qcycle run tinier-yolo --params binparam-tinier-yolo-nopool.tar --input dog.jpg --boxes dog.png
  $ qcycle run params/dorefanet-layers.json --input input.bin --dump-layers codes`;

/** A run, and what software made of its feature maps; or a comparison of two. */
type Outcome =
  | { readonly run: DeviceRun | Run; readonly interpretation: Interpretation | undefined }
  | { readonly comparison: Comparison };

/** `run`: values and cycles of a job on a simulated board. */
export function runCommand(): Command {
  const command = withOutputOptions(new Command('run'))
    .description('run networks on a simulated board: bit-exact values, cycles, and a cause for every cycle')
    .argument('<network...>', 'names of shipped networks, network files, or layers files of QNN-MO-PYNQ (.json)')
    .option('--board <name|file>', 'board (default: the first that the overlay exists for)')
    .option('--params <dir|tar>', "parameters in the original project's own files instead of the shipped ones")
    .option(
      '--input <file...>',
      'images as idx or CIFAR-10 binary, plain or gzipped, PNG or JPEG (default: the test images, if shipped); for a network on the offload engine also feature maps, as .npy or packed',
    )
    .option(
      '--labels <file>',
      'classes of those images: idx, a number a line, or JSON with file and index (default: those in CIFAR-10 binaries)',
    )
    .option('--images <n>', 'use the first n images', parseImages)
    .option('--predictions', 'put every predicted class into the JSON')
    .option(
      '--scores',
      'put the raw outputs of every image into the JSON: those of the classes, or the last feature map',
    )
    .option(
      '--profile',
      'put what blocks and streams do during the first 3 images into the JSON, for the charts of view',
    )
    .option('--dump-layers <dir>', "write each layer's output codes as <layer>.npy")
    .addOption(new Option('--engine <engine>', 'how cycles are found').choices(ENGINES).default('event'))
    .option('--fifo <name=depth,...>', 'depths of streams in words', parseFifos)
    .option('--fold <file>', 'folding instead of the published one: qcycle.overlay/1, FINN .json, BNN-PYNQ config .h')
    .addOption(
      new Option('--library <name>', 'block library instead of the one that the folding names').choices(LIBRARY_NAMES),
    )
    .option(
      '--schedule <published|own|file>',
      'schedule on a board with a GAP8 (default: the published one, if there is one)',
    )
    .option('--class-names <file>', 'names of the classes, one a line, on a board with a GAP8 or a DPU')
    .option('--threads <n>', 'host threads on a board with a DPU (default: 1)', parseThreads)
    .option('--end-to-end', 'on a board with a DPU, count resizing and normalising of pictures too')
    .option('--timing-only', 'no values, so that no weights are needed');
  return withTraceOptions(withSoftwareOptions(withDeviceOptions(command)))
    .addHelpText('after', EXAMPLES)
    .action(async (names: string[], options: RunOptions) => {
      const traces = loadTraces();
      const outcomes: Outcome[] = [];
      await usingDevices(options, async (devices) => {
        for (const name of names) outcomes.push(await runOne(name, options, devices));
      });
      const texts = outcomes.map((outcome) => {
        if ('comparison' in outcome) return renderComparison(outcome.comparison);
        const { run, interpretation } = outcome;
        const text = isSimulated(run) ? renderRun(run, traces) : renderDeviceRun(run);
        const application = run.machine === 'dpu' ? applicationLines(run) : [];
        return [text, ...application, ...(interpretation?.lines ?? [])].join('\n');
      });
      const records = outcomes.map((outcome) => {
        if ('comparison' in outcome) return outcome.comparison;
        return { ...withoutUnwanted(outcome.run, options), ...outcome.interpretation?.record };
      });
      await writeResult(options, texts.join('\n\n'), records.length === 1 ? records[0] : records);
      requireAgreement(outcomes.flatMap((outcome) => ('comparison' in outcome ? [outcome.comparison] : [])));
    });
}

/** Runs a network on the machine of its board. */
async function runOne(name: string, given: RunOptions, devices: Devices): Promise<Outcome> {
  const loadFrom = performance.now();
  const shipped = loadAnyNetwork(name);
  const options = withNamedParameters(shipped, given);
  const network = options.params === undefined ? shipped : withOriginalParameters(shipped, options.params);
  const board = chooseBoard(network, await boardOf(devices, options));
  if (board === undefined || board.machine === 'fabric') {
    return runOnFabric(network, board, options, devices, loadFrom);
  }
  return runOnProcessor(
    options.classNames === undefined ? network : withClassNames(network, options.classNames),
    board,
    options,
    devices,
  );
}

/** Runs a network on a machine that is told what to do by a program, and tells the classes of its images. */
async function runOnProcessor(
  network: Network,
  board: Exclude<AnyBoard, FabricBoard>,
  given: RunOptions,
  { first: device, second }: Devices,
): Promise<Outcome> {
  const options = timedWhereBare(network, board, given);
  const pictures = await choosePictures(network, options);
  const images = countImages(network, pictures, options);
  const values = options.timingOnly === true ? {} : pictures === undefined ? {} : { pictures };
  const layerCodes = options.dumpLayers !== undefined;
  const task = { network, images, ...values, layerCodes };
  const job = board.machine === 'dpu' ? dpuJob({ ...task, board }, options) : gap8Job({ ...task, board }, options);
  if (second !== undefined) return { comparison: await compareDevices([device, second], job) };
  const result = isDpuJob(job) ? await runOnDpu(device, job, options) : await runOnGap8(device, job, options);
  if (options.dumpLayers !== undefined) await writeLayers(job, result.layerCodes, options.dumpLayers);
  if (result.remark !== undefined) say(options, result.remark);
  return { run: result.run, interpretation: tellTopClasses(network, result.run) };
}

/** The options; networks of a DPU that come without weights, as those of the zoo do, are timed where nobody asks for more. */
function timedWhereBare(network: Network, { machine }: AnyBoard, options: RunOptions): RunOptions {
  const { timingOnly, input, dumpLayers } = options;
  const asksForValues = input !== undefined || dumpLayers !== undefined;
  if (machine !== 'dpu' || timingOnly === true || asksForValues || hasParameters(network)) return options;
  say(options, `${network.name} has no weights: its time alone`);
  return { ...options, timingOnly: true };
}

/** The board that was asked for, or the usual one where the network's layers are those of another machine. */
function chooseBoard(network: Network, board: string | undefined): AnyBoard | undefined {
  if (board !== undefined) return loadAnyBoard(board);
  if (isForDpu(network)) return loadAnyBoard(USUAL_DPU_BOARD);
  return network.layers.some(isIntegerLayer) ? loadAnyBoard(gap8BoardNames()[0]) : undefined;
}

async function runOnFabric(
  network: Network,
  asked: FabricBoard | undefined,
  options: RunOptions,
  { first: device, second }: Devices,
  loadFrom: number,
): Promise<Outcome> {
  const ofOthers = (['schedule', 'classNames', 'threads', 'endToEnd'] as const).find(
    (option) => options[option] !== undefined,
  );
  if (ofOthers !== undefined) throw new InputError(`${flagOf(ofOthers)} is not for pipelines on an FPGA`);
  const pictures = await choosePictures(network, options);
  const overlay = chooseOverlay(network, asked, options);
  const board = asked ?? loadBoard(overlay.boards[0] ?? 'ultra96');
  const back = await chooseBack(network, options, pictures?.photos);
  const images = countImages(network, pictures, options);
  const load = (performance.now() - loadFrom) / 1000;

  const progress = new Progress(options, network.name, images);
  const job: FabricJob = {
    network,
    board,
    overlay,
    images,
    engine: options.engine,
    ...(pictures === undefined || options.timingOnly === true ? {} : { pictures }),
    layerCodes: options.dumpLayers !== undefined,
    ...chooseTrace(options, device),
    progress: (done) => progress.update(done),
  };
  try {
    if (second !== undefined) return { comparison: await compareDevices([device, second], job) };
    const { run, outputs, recording, layerCodes, crossCheck } = await runJob(device, job);
    progress.stop();
    if (recording !== undefined) await writeTraces(recording, board.clock.frequencyHz / 1e6, options);
    if (crossCheck !== undefined) await reportCrossCheck(crossCheck, job, options);
    if (options.dumpLayers !== undefined) await writeLayers(job, layerCodes, options.dumpLayers);
    const maps = outputs === null || network.classRule !== 'none' ? [] : outputMaps(network, outputs);
    const scores = options.scores === true && maps.length > 0 ? { scores: maps.map(({ codes }) => [...codes]) } : {};
    const interpretation = maps.length === 0 ? undefined : await back?.(maps);
    return { run: { ...run, ...scores, wallSeconds: { ...run.wallSeconds, load } }, interpretation };
  } finally {
    progress.stop();
  }
}

/** The options, with the parameters that the network's layers file names where none are given and values are computed. */
function withNamedParameters({ parameterFiles }: Network, options: RunOptions): RunOptions {
  const { params = parameterFiles?.path, timingOnly } = options;
  return params === undefined || timingOnly === true ? options : { ...options, params };
}

function chooseOverlay(
  network: Network,
  board: FabricBoard | undefined,
  options: RunOptions,
): Overlay | OffloadOverlay {
  const offload = offloadOverlayFor(network);
  if (offload !== undefined) {
    const refused = (['fold', 'fifo', 'library'] as const).find((option) => options[option] !== undefined);
    if (refused === undefined) return offload;
    throw new InputError(`--${refused} is for pipelines; ${network.name} runs on the offload engine ${offload.name}`);
  }
  if (options.library !== undefined && options.library !== 'finn') requireChain(network);
  const overlay =
    options.fold === undefined
      ? foldingFor(network, board, options)
      : loadFolding(options.fold, network, options.board);
  const { library = overlay.library } = options;
  return { ...overlay, library, fifos: { ...overlay.fifos, ...options.fifo } };
}

/** The pictures that were given, or the test pictures; none only where time alone is asked for and none are known. */
async function choosePictures(network: Network, options: RunOptions): Promise<Pictures | undefined> {
  const { input, labels, timingOnly } = options;
  if (timingOnly !== true && !hasParameters(network)) {
    throw noWeights(network, 'give --params, or --timing-only for cycles alone');
  }
  if (input !== undefined) {
    return loadPictures(network, input, labels, softwareFolder(options));
  }
  if (labels !== undefined) throw new InputError('--labels needs --input');
  return timingOnly === true && !hasTestPictures(network) ? undefined : loadTestPictures(network);
}

/** How many images run: as many as asked for, at most as many as there are where values are computed. */
function countImages(network: Network, pictures: Pictures | undefined, options: RunOptions): number {
  const { images, timingOnly, device } = options;
  const available = pictures === undefined ? 1 : countPictures(network, pictures);
  if (images !== undefined && images > available && timingOnly !== true) {
    throw new InputError(`--images ${images}, allowed: at most ${available}, the images that there are`);
  }
  return images ?? (device === 'rtl' ? Math.min(available, RTL_IMAGES) : available);
}

/** What of the simulation is recorded. */
function chooseTrace(options: RunOptions, { name }: Device): Pick<FabricJob, 'trace' | 'profile'> {
  const trace = traceSelection(options);
  const { profile = false, timeline, engine } = options;
  if (name !== 'sim' && (profile || timeline !== undefined)) {
    throw new InputError('--profile and --timeline are for --device sim');
  }
  if (name !== 'sim' && name !== 'rtl' && trace !== undefined) throw new InputError(`${name} records no handshakes`);
  if (engine === 'analytic' && (profile || trace !== undefined)) {
    throw new InputError('the analytic engine has no handshakes to record');
  }
  return { profile, ...(trace === undefined ? {} : { trace }) };
}

async function writeLayers(job: Job, layers: readonly LayerCodes[] | undefined, folder: string): Promise<void> {
  if (job.pictures === undefined) throw new InputError('--dump-layers needs values, so no --timing-only');
  if (layers === undefined) throw new InputError('--dump-layers: this device does not tell what its layers give');
  makeFolders(folder);
  for (const { name, bytes } of dumpLayers(job, layers)) await writeFileWhole(join(folder, `${name}.npy`), bytes);
}

function withoutUnwanted(run: DeviceRun | Run, { predictions, scores }: RunOptions): DeviceRun {
  const { predictions: classes, scores: outputs, ...rest } = run;
  return {
    ...rest,
    ...(predictions === true && classes !== undefined ? { predictions: classes } : {}),
    ...(scores === true && outputs !== undefined ? { scores: outputs } : {}),
  };
}
