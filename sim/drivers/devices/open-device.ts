import { InputError } from '../../core/input/input-error.js';
import { allowedNames } from '../../core/input/nearest.js';
import { packagePath } from '../../core/package-root.js';
import type { Device } from '../device.js';
import { AgentDevice } from './agent-device.js';
import { BUILT_IN_DEVICES, type DeviceEntry, loadDevices } from './device-file.js';
import { DpuBackEnd } from './dpu-back-end.js';
import { Gap8BackEnd } from './gap8-back-end.js';
import { PynqBackEnd } from './pynq-back-end.js';
import { ReferenceBackEnd } from './reference-back-end.js';
import { ReplayDevice } from './replay-device.js';
import { RtlDevice } from './rtl-device.js';
import { SimulatorDevice } from './simulator-device.js';

/** Where the shipped recordings lie. */
export const RECORDINGS = 'traces/recorded';

/**
 * A device by its name: one that always is there, or one of devices.yaml. Nothing is connected yet.
 * @param file of devices instead of the usual one
 * @throws InputError for an unknown name or a file that cannot be used
 */
export function openDevice(name: string, file?: string): Device {
  if (name === 'sim') return new SimulatorDevice();
  if (name === 'rtl') return new RtlDevice();
  if (name === 'replay') return new ReplayDevice(name, packagePath(RECORDINGS));
  const entries = loadDevices(file);
  const entry = entries.get(name);
  if (entry !== undefined) return deviceOf(name, entry);
  const allowed = allowedNames(name, [...BUILT_IN_DEVICES, ...entries.keys()]);
  throw new InputError(`unknown device ${name}, ${allowed}`);
}

/** The device of an entry of devices.yaml. */
export function deviceOf(name: string, entry: DeviceEntry): Device {
  switch (entry.kind) {
    case 'replay':
      return new ReplayDevice(name, entry.folder);
    case 'reference':
      return new AgentDevice(name, entry, new ReferenceBackEnd(name));
    case 'pynq':
      return new AgentDevice(name, entry, new PynqBackEnd(name, entry));
    case 'dpu':
      return new AgentDevice(name, entry, new DpuBackEnd(name, entry));
    case 'gap8':
      return new AgentDevice(name, entry, new Gap8BackEnd(name, entry));
  }
}
