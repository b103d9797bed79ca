import type { Command } from 'commander';
import { InputError } from '../core/input/input-error.js';
import { agrees, type Comparison } from '../drivers/compare.js';
import type { Device } from '../drivers/device.js';
import { openDevice } from '../drivers/devices/open-device.js';
import { ComparisonError } from './comparison-error.js';

/** Options of commands that run jobs on devices. */
export interface DeviceOptions {
  readonly device?: string;
  readonly against?: string;
  readonly devices?: string;
}

/** The device that a job runs on, and the one that it is compared with. */
export interface Devices {
  readonly first: Device;
  readonly second?: Device;
}

/** Adds the options of devices. */
export function withDeviceOptions(command: Command): Command {
  return command
    .option(
      '--device <name>',
      'where it runs: sim, the simulator; rtl, the RTL of the pipeline under Verilator, every handshake compared with the simulator (3 images unless --images is given); replay, recorded runs; or a device of devices.yaml (default: sim)',
    )
    .option('--against <name>', 'run it on a second device too, and print only what differs')
    .option('--devices <file>', 'the file of devices (default: devices.yaml here, or $QCYCLE_DEVICES)');
}

/** Does something with the devices that the options name, and closes them. @throws InputError for unknown ones */
export async function usingDevices<T>(options: DeviceOptions, act: (devices: Devices) => Promise<T>): Promise<T> {
  const first = openDevice(options.device ?? 'sim', options.devices);
  const second = options.against === undefined ? undefined : openDevice(options.against, options.devices);
  try {
    return await act({ first, ...(second === undefined ? {} : { second }) });
  } finally {
    await Promise.all([first.close(), second?.close()]);
  }
}

/**
 * The board that a job is for: the one that was asked for, or that the device is; undefined where neither says so.
 * @throws InputError where the two differ
 */
export async function boardOf({ first }: Devices, { board }: { readonly board?: string }): Promise<string | undefined> {
  const { board: own } = await first.describe();
  if (board !== undefined && own !== undefined && board !== own) {
    throw new InputError(`--board ${board}, but ${first.name} is a ${own}`);
  }
  return board ?? own;
}

/** @throws ComparisonError where two devices differ */
export function requireAgreement(comparisons: readonly Comparison[]): void {
  const differing = comparisons.filter((comparison) => !agrees(comparison));
  if (differing.length === 0) return;
  const what = differing.map(({ network, devices }) => `${network} on ${devices.join(' and ')}`);
  throw new ComparisonError(`differences: ${what.join(', ')}`);
}
