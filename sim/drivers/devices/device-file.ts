import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { readText } from '../../core/input/file.js';
import { InputError } from '../../core/input/input-error.js';
import { nameSchema } from '../../core/input/name.js';
import { parseYaml } from '../../core/input/yaml.js';
import type { DeviceKind } from '../device.js';

/** Where devices are listed unless another file is named. */
const USUAL_FILE = 'devices.yaml';
export const BUILT_IN_DEVICES = ['sim', 'rtl', 'replay'] as const;

const word = z.string().min(1).max(500);
const seconds = (usual: number) => z.number().positive().max(86_400).default(usual);

const fingerprint = z
  .string()
  .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, { error: 'expected a fingerprint as ssh-keygen -lf prints it: SHA256:...' });

const ssh = z.strictObject({
  host: z.string().regex(/^[\w.:-]{1,253}$/, { error: 'expected a host name or an address' }),
  port: z.int().min(1).max(65_535).default(22),
  user: z.string().regex(/^[\w][\w.-]{0,63}$/, { error: 'expected the name of a user' }),
  /** File of the private key; ssh-agent is asked where it is absent. */
  key: word.optional(),
  hostKey: z.union([fingerprint, z.array(fingerprint).min(1).max(8)]).optional(),
});

const common = {
  /** Absent where the device is this computer. */
  ssh: ssh.optional(),
  /** Command of a Python 3 on the device. */
  python: z.array(word).min(1).max(8).default(['python3']),
  /** Folder on the device for files of jobs; the usual one for temporary files where it is absent. */
  workFolder: z.string().max(500).default(''),
  connectSeconds: seconds(20),
  silenceSeconds: seconds(30),
  runSeconds: seconds(600),
  /** How often a job is begun again after the connection broke. */
  retries: z.int().min(0).max(20).default(2),
  /** How long a board that has gone is waited for, as while it restarts. */
  restartSeconds: seconds(90),
  /** Largest difference of its times from the model's that the nightly run accepts; that of its machine where absent. */
  bandPercent: z.number().positive().max(100).optional(),
  /** Networks of the nightly run; those of its kind where absent. */
  networks: z.array(word).min(1).max(50).optional(),
};

const board = z.string().min(1).max(500);

const device = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reference'), board: board.optional(), ...common }),
  z.strictObject({
    kind: z.literal('pynq'),
    board,
    /** Clock of the PYNQ package that drives the overlay. */
    clock: z.enum(['fclk0_mhz', 'fclk1_mhz', 'fclk2_mhz', 'fclk3_mhz']).default('fclk0_mhz'),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('dpu'),
    board,
    /** Folder on the board with app_mt.py and the images. */
    folder: word,
    /** Compiled models by network, files of this computer, which are sent. */
    models: z.record(z.string(), word),
    /** Folder of the images in that folder. */
    imageFolder: z
      .string()
      .regex(/^[\w][\w.-]*$/)
      .default('images'),
    /** How many lie there. */
    images: z.int().min(1).max(1e8),
    /** Command of the board's profiler, which is given the application's behind it. */
    profiler: z.array(word).min(1).max(8).default(['vaitrace', '--fine_grained', '--txt_summary']),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('gap8'),
    board,
    /** Folder of the application in a GAP SDK. */
    folder: word,
    /** Script that sets up the SDK's environment; read with bash before make. */
    setUp: word.optional(),
    platform: z.enum(['board', 'gvsoc']).default('board'),
    ...common,
  }),
  z.strictObject({ kind: z.literal('replay'), folder: word }),
]);

const devicesFile = z.strictObject({
  schema: z.literal('qcycle.devices/1'),
  devices: z.record(nameSchema, device),
});

/** One entry of devices.yaml. */
export type DeviceEntry = z.output<typeof device>;

/** An entry of a kind. */
export type EntryOf<Kind extends DeviceKind> = Extract<DeviceEntry, { kind: Kind }>;

/** An entry of a device on which an agent works. */
export type AgentEntry = EntryOf<'reference' | 'pynq' | 'dpu' | 'gap8'>;

/**
 * Reads devices.yaml (schema qcycle.devices/1). Paths of this computer are relative to the file's folder; `~/` is the home.
 * @throws InputError for the first problem, at its line and column
 */
export function parseDevices(text: string, file: string): ReadonlyMap<string, DeviceEntry> {
  const { devices } = parseYaml(text, file, devicesFile);
  const taken = BUILT_IN_DEVICES.find((name) => name in devices);
  if (taken !== undefined) throw new InputError(`the name ${taken} is taken, it always is there`, { file });
  const folder = dirname(file);
  return new Map(Object.entries(devices).map(([name, entry]) => [name, withPaths(entry, folder)] as const));
}

/** An entry whose paths of this computer are absolute. */
function withPaths(entry: DeviceEntry, folder: string): DeviceEntry {
  const here = (path: string) => (path.startsWith('~/') ? join(homedir(), path.slice(2)) : resolve(folder, path));
  if (entry.kind === 'replay') return { ...entry, folder: here(entry.folder) };
  const { ssh: address } = entry;
  const reached = address?.key === undefined ? entry : { ...entry, ssh: { ...address, key: here(address.key) } };
  // Applications lie on the computer of the device.
  const there = address === undefined ? here : (path: string) => path;
  if (reached.kind === 'gap8') {
    const { folder: application, setUp } = reached;
    return { ...reached, folder: there(application), ...(setUp === undefined ? {} : { setUp: there(setUp) }) };
  }
  if (reached.kind !== 'dpu') return reached;
  const models = Object.entries(reached.models).map(([network, model]) => [network, here(model)]);
  return { ...reached, folder: there(reached.folder), models: Object.fromEntries(models) };
}

/** The entries of a file; without one those of devices.yaml here or of $QCYCLE_DEVICES, none where there is none. */
export function loadDevices(file = process.env.QCYCLE_DEVICES): ReadonlyMap<string, DeviceEntry> {
  if (file === undefined && !existsSync(USUAL_FILE)) return new Map();
  const named = file ?? USUAL_FILE;
  return parseDevices(readText(named), named);
}
