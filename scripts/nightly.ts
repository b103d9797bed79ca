import { Command } from 'commander';
import { ComparisonError } from '../sim/cli/comparison-error.js';
import { type OutputOptions, withOutputOptions, writeResult } from '../sim/cli/output.js';
import { parseImages, wholeNumber } from '../sim/cli/parse.js';
import { reportError } from '../sim/cli/report-error.js';
import { makeFolders } from '../sim/core/input/folder.js';
import { InputError } from '../sim/core/input/input-error.js';
import { writeFileWhole } from '../sim/core/input/write-file.js';
import { packagePath } from '../sim/core/package-root.js';
import { type DeviceEntry, loadDevices } from '../sim/drivers/devices/device-file.js';
import { deviceOf, RECORDINGS } from '../sim/drivers/devices/open-device.js';
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
  .option('--out <dir>', 'folder of the recordings', packagePath(RECORDINGS))
  .option('--samples <n>', 'runs of each job', (text) => wholeNumber(text, 1, 10_000), 5)
  .option('--images <n>', 'images of a job, where the device runs several', parseImages, 10_000)
  .action(async (options: NightlyOptions) => {
    const entries = loadDevices(options.devices);
    if (entries.size === 0) throw new InputError('no devices: give --devices, or a devices.yaml here');
    makeFolders(options.out);
    // Computers do not wait for each other; the jobs of one follow each other, as they would change each other's times and files.
    const settled = await Promise.allSettled(byComputer(entries).map((group) => nightsOfComputer(group, options)));
    const nights = settled.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
    await writeResult(options, renderTable(COLUMNS, nights), nights);
    for (const each of settled) if (each.status === 'rejected') throw each.reason;
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

type Entries = [string, DeviceEntry][];

/** The entries of each computer: that of a board, or this one. */
function byComputer(entries: ReadonlyMap<string, DeviceEntry>): Entries[] {
  const groups = new Map<string, Entries>();
  for (const [name, entry] of entries) {
    const host = entry.kind === 'replay' ? undefined : entry.ssh?.host;
    const computer = host ?? 'here';
    groups.set(computer, [...(groups.get(computer) ?? []), [name, entry]]);
  }
  return [...groups.values()];
}

async function nightsOfComputer(entries: Entries, options: NightlyOptions): Promise<Night[]> {
  const nights: Night[] = [];
  for (const [name, entry] of entries) nights.push(...(await nightsOf(name, entry, options)));
  return nights;
}

async function nightsOf(name: string, entry: DeviceEntry, options: NightlyOptions): Promise<Night[]> {
  const { samples, images, out } = options;
  const nights: Night[] = [];
  const {
    networks = usualNetworks(entry),
    bandPercent,
    board,
  } = entry.kind === 'replay' ? { board: undefined } : entry;
  const device = deviceOf(name, entry);
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
      nights.push(await recorded(night, now, out));
    }
    return nights;
  } finally {
    await device.close();
  }
}

/** A night whose recording is written; where it cannot be, that is told like a device that failed. */
async function recorded(night: Night, now: Date, folder: string): Promise<Night> {
  const { recording, device, images, problems } = night;
  if (recording === undefined) return night;
  const time = now.toISOString().slice(0, 19).replaceAll(':', '');
  try {
    const file = `${folder}/${time}Z-${device}-${recording.run.network}-${images}.json`;
    await writeFileWhole(file, `${JSON.stringify(recording, null, 2)}\n`);
    return night;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...night, reached: problems.length > 0, problems: [...problems, error.message] };
  }
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
}
