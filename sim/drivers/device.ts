import type { DeviceRun, Run } from '../core/run.js';
import type { HandshakeRecorder } from '../core/trace/recorder.js';
import type { PackedMatrix } from '../nn/packed-matrix.js';
import type { Job } from './job.js';
import type { LayerCodes } from './layer-codes.js';

export const DEVICE_KINDS = ['sim', 'rtl', 'replay', 'reference', 'pynq', 'dpu', 'gap8'] as const;

/**
 * What a device is: the simulator, RTL under Verilator, recorded runs, software that computes the network on a far computer, or a board of one of the
 * three families.
 */
export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** What a device says of itself. */
export interface DeviceDescription {
  readonly name: string;
  readonly kind: DeviceKind;
  /** Where it is: `here`, or user, host and port. */
  readonly where: string;
  /** Board that it is or stands for, by the name of its model; absent where it can be any. */
  readonly board?: string;
  /** Clock of the machine as the device itself reports it; absent where it reports none. */
  readonly clockMHz?: number;
  /** How many images it always runs, where they lie on it; absent where it runs those of the job. */
  readonly images?: number;
  /** What it tells of an image: the codes of the last layer, its class alone, or nothing. */
  readonly values: 'codes' | 'classes' | 'none';
  /** Whether it can tell the codes of every layer. */
  readonly layerCodes: boolean;
  /** Versions of what takes part, by name. */
  readonly versions: Readonly<Record<string, string>>;
}

/** What a device gives back. */
export interface DeviceResult {
  readonly run: DeviceRun | Run;
  /** The last layer's codes, a row for each image; null where the device does not tell them or only time was asked for. */
  readonly outputs: PackedMatrix | null;
  /** The codes of the executed layers, where the job asks for them. */
  readonly layerCodes?: readonly LayerCodes[];
  /** The simulation as far as the job asks for it to be recorded. */
  readonly recording?: HandshakeRecorder;
  /** What was asked for and could not be told, in a line. */
  readonly remark?: string;
  /** How a device whose handshakes are known compares with the model. */
  readonly crossCheck?: CrossCheck;
}

/** Every handshake of the model and of a device, and where they differ: in a line, and with the streams around it. */
export interface CrossCheck {
  readonly model: HandshakeRecorder;
  readonly device: HandshakeRecorder;
  readonly difference?: { readonly sentence: string; readonly details: string };
}

/**
 * Whatever runs jobs: a simulator, a board, recorded runs. Jobs are loaded, run and collected in this order; a loaded job may be
 * run several times. All methods reject with an InputError where the device cannot do what is asked or cannot be reached.
 */
export interface Device {
  readonly name: string;
  describe(): Promise<DeviceDescription>;
  /** Brings network and images to the device. @throws InputError where it cannot run the job */
  load(job: Job): Promise<void>;
  /** Runs what was loaded, and waits until it is done. */
  run(): Promise<void>;
  /** The result of the last run. */
  collect(): Promise<DeviceResult>;
  /** Frees what the device holds. Nothing can be done with it afterwards. */
  close(): Promise<void>;
}

/** Loads, runs and collects one job. */
export async function runJob(device: Device, job: Job): Promise<DeviceResult> {
  await device.load(job);
  await device.run();
  return device.collect();
}
