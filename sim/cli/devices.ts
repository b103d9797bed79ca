import { Command } from 'commander';
import { type CheckedDevice, checkDevice } from '../drivers/devices/check-device.js';
import { BUILT_IN_DEVICES, loadDevices } from '../drivers/devices/device-file.js';
import { openDevice } from '../drivers/devices/open-device.js';
import { type Column, renderTable } from '../report/index.js';
import { ComparisonError } from './comparison-error.js';
import { type OutputOptions, withOutputOptions, writeResult } from './output.js';

interface DevicesOptions extends OutputOptions {
  readonly check?: boolean;
  readonly devices?: string;
}

interface Listed {
  readonly name: string;
  readonly kind: string;
  readonly board?: string;
  readonly where: string;
}

const LIST: readonly Column<Listed>[] = [
  { name: 'device', align: 'left', cell: ({ name }) => name },
  { name: 'kind', align: 'left', cell: ({ kind }) => kind },
  { name: 'board', align: 'left', cell: ({ board }) => board ?? '' },
  { name: 'where', align: 'left', cell: ({ where }) => where },
];

const CHECKED: readonly Column<CheckedDevice>[] = [
  { name: 'device', align: 'left', cell: ({ name }) => name },
  { name: 'reached', align: 'left', cell: ({ description }) => (description === undefined ? 'no' : 'yes') },
  { name: 'clock', unit: 'MHz', cell: ({ description }) => String(description?.clockMHz ?? '') },
  { name: 'versions', align: 'left', cell: ({ description }) => versionsOf(description?.versions ?? {}) },
  { name: 'problem', align: 'left', cell: ({ problem }) => problem ?? '' },
];

function versionsOf(versions: Readonly<Record<string, string>>): string {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}

/** `devices`: what jobs can run on, and whether it can be reached. */
export function devicesCommand(): Command {
  return withOutputOptions(new Command('devices'))
    .description('list the devices that jobs can run on: the simulator, recorded runs, and those of devices.yaml')
    .option('--check', 'connect to each, and say what is wrong; exit code 3 if anything is')
    .option('--devices <file>', 'the file of devices (default: devices.yaml here, or $QCYCLE_DEVICES)')
    .addHelpText('after', '\nExamples:\n  $ qcycle devices\n  $ qcycle devices --check --devices lab.yaml')
    .action(async (options: DevicesOptions) => {
      const entries = loadDevices(options.devices);
      const names = [...BUILT_IN_DEVICES, ...entries.keys()];
      if (options.check !== true) {
        const builtIn = BUILT_IN_DEVICES.map((name): Listed => ({ name, kind: name, where: 'here' }));
        const own = [...entries].map(([name, entry]): Listed => {
          const { kind } = entry;
          if (kind === 'replay') return { name, kind, where: entry.folder };
          const where = entry.ssh === undefined ? 'here' : `${entry.ssh.user}@${entry.ssh.host}`;
          return { name, kind, where, ...(entry.board === undefined ? {} : { board: entry.board }) };
        });
        return writeResult(options, renderTable(LIST, [...builtIn, ...own]), [...builtIn, ...own]);
      }
      const checked = await Promise.all(names.map((name) => checkDevice(openDevice(name, options.devices))));
      await writeResult(options, renderTable(CHECKED, checked), checked);
      const wrong = checked.filter(({ problem }) => problem !== undefined).map(({ name }) => name);
      if (wrong.length > 0) throw new ComparisonError(`not ready: ${wrong.join(', ')}`);
    });
}
