import { DeviceError } from '../device-error.js';

/** @throws DeviceError where a code of a file that a device gave has more bits than its type */
export function requireCodes(device: string, file: string, codes: Iterable<number>, bits: number): void {
  for (const code of codes) {
    if (code >= 2 ** bits) throw new DeviceError(device, `${file}: the code ${code} has too many bits`);
  }
}
