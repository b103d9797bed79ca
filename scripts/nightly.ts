import { Command } from 'commander';
import { ComparisonError } from '../sim/cli/comparison-error.js';
import { type OutputOptions, withOutputOptions, writeResult } from '../sim/cli/output.js';
import { parseImages, wholeNumber } from '../sim/cli/parse.js';
import { reportError } from '../sim/cli/report-error.js';
import { makeFolders } from '../sim/core/input/folder.js';
import { InputError } from '../sim/core/input/input-error.js';
import { writeFileWhole } from '../sim/core/input/write-file.js';
import { type DeviceEntry, loadDevices } from '../sim/drivers/devices/device-file.js';
import { openDevice, RECORDINGS } from '../sim/drivers/devices/open-device.js';
import { type Night, nightOf } from '../sim/drivers/nightly.js';
import { usualJob } from '../sim/drivers/usual-job.js';
import { type Column, renderTable } from '../sim/report/index.js';

/** Networks of digits, which every fabric has. */
const DIGITS = ['lfc-w1a1', 'lfc-w1a2'];
/** Board whose job is run on a device that stands for none. */
const USUAL_BOARD = 'ultra96';

interface NightlyOptions extends OutputOptions {
  readonly devices?: string;
  readonly out: string;
  readonly samples: number;
  readonly images: number;
}

const micros = (value: number | undefined) => (value === undefined ? '' : value.toFixed(2));

const COLUMNS: readonly Column<Night>[] = [
  { name: 'device', align: 'left', cell: ({ device }) => device },
  { name: 'network', align: 'left', cell: ({ network }) => network },
  { name: 'images', cell: ({ images }) => String(images) },
  { name: 'measured', unit: 'us', cell: ({ recording }) => micros(recording?.medianMicroseconds) },
  { name: 'spread', unit: '%', cell: ({ recording }) => micros(recording?.spreadPercent) },
  { name: 'model', unit: 'us', cell: ({ timing }) => micros(timing?.modelMicroseconds) },
  { name: 'error', unit: '%', cell: ({ timing }) => micros(timing?.errorPercent) },
  { name: 'band', unit: '%', cell: ({ timing }) => String(timing?.bandPercent ?? '') },
  { name: 'problems', align: 'left', cell: ({ problems }) => problems.join('; ') },
];

const program = withOutputOptions(new Command('nightly'))
  .description(
    'run all devices, record each run, and compare values and times with the model; exit code 3 where they differ',
  )
  .option('--devices <file>', 'the file of devices (default: devices.yaml here, or $QCYCLE_DEVICES)')
  .option('--out <dir>', 'folder of the recordings', RECORDINGS)
  .option('--samples <n>', 'runs of each job', (text) => wholeNumber(text, 1, 10_000), 5)
  .option('--images <n>', 'images of a job, where the device runs several', parseImages, 10_000)
  .action(async (options: NightlyOptions) => {
    const entries = loadDevices(options.devices);
    if (entries.size === 0) throw new InputError('no devices: give --devices, or a devices.yaml here');
    makeFolders(options.out);
    // Devices do not wait for each other; the jobs of one follow each other.
    const nights = (await Promise.all([...entries].map(([name, entry]) => nightsOf(name, entry, options)))).flat();
    await writeResult(options, renderTable(COLUMNS, nights), nights);
    const named = (chosen: readonly Night[]) =>
      chosen.map(({ device, network }) => `${network} on ${device}`).join(', ');
    const differing = nights.filter(({ reached, problems }) => reached && problems.length > 0);
    if (differing.length > 0) throw new ComparisonError(`differences: ${named(differing)}`);
    const failed = nights.filter(({ reached }) => !reached);
    if (failed.length > 0) throw new InputError(`not run: ${named(failed)}`);
  });

/** Networks that are run on a device whose entry names none. */
function usualNetworks(entry: DeviceEntry): readonly string[] {
  switch (entry.kind) {
    case 'reference':
    case 'pynq':
      return DIGITS;
    case 'dpu':
      return Object.keys(entry.models);
    case 'gap8':
      return ['mobilenet-v1'];
    case 'replay':
      return [];
  }
}

async function nightsOf(name: string, entry: DeviceEntry, options: NightlyOptions): Promise<Night[]> {
  const { samples, images, devices, out } = options;
  const nights: Night[] = [];
  const {
    networks = usualNetworks(entry),
    bandPercent,
    board,
  } = entry.kind === 'replay' ? { board: undefined } : entry;
  const device = openDevice(name, devices);
  try {
    for (const network of networks) {
      const ofJob = entry.kind === 'gap8' ? 1 : entry.kind === 'dpu' ? entry.images : images;
      const now = new Date();
      const night = await nightOf(device, {
        network,
        images: ofJob,
        prepare: () => usualJob(network, board ?? USUAL_BOARD, ofJob),
        samples,
        now,
        ...(bandPercent === undefined ? {} : { bandPercent }),
      });
      nights.push(night);
      const { recording } = night;
      if (recording === undefined) continue;
      const file = `${out}/${now.toISOString().slice(0, 19).replaceAll(':', '')}Z-${name}-${network}-${ofJob}.json`;
      await writeFileWhole(file, `${JSON.stringify(recording, null, 2)}\n`);
    }
    return nights;
  } finally {
    await device.close();
  }
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
}
