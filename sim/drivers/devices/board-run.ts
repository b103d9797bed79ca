import { packageVersion } from '../../core/package-root.js';
import type { DeviceLayer, DeviceRun } from '../../core/run.js';
import { layerMacs } from '../../nn/network.js';
import type { Job } from '../job.js';

/** What a device measured. */
export interface Measured {
  readonly device: string;
  /** Of the whole run. */
  readonly microseconds: number;
  /** Clock of the machine; absent where there is none. */
  readonly clockMHz?: number;
  /** Cycles of the whole run, where the device counts them itself; else they follow from the time. */
  readonly cycles?: number;
  /** Cycles of the layers, by name, where the device counts them. */
  readonly layerCycles?: ReadonlyMap<string, number>;
  /** Seconds that passed here meanwhile. */
  readonly wallSeconds: number;
}

/** The record of a run on a device other than the simulator. */
export function boardRun(
  job: Job,
  measured: Measured,
  told: Pick<DeviceRun, 'accuracy' | 'predictions' | 'scores' | 'parts'>,
): DeviceRun {
  const { network, board, images } = job;
  const { device, microseconds, clockMHz, layerCycles, wallSeconds } = measured;
  const layers = network.layers.map((layer): DeviceLayer => {
    const cycles = layerCycles?.get(layer.name);
    const macs = layerMacs(layer);
    return { name: layer.name, macs, ops: 2 * macs, ...(cycles === undefined ? {} : { cycles }) };
  });
  const macs = layers.reduce((sum, layer) => sum + layer.macs, 0);
  const cycles = measured.cycles ?? (clockMHz === undefined ? undefined : Math.round(microseconds * clockMHz));
  return {
    schema: 'qcycle.run/1',
    qcycle: packageVersion(),
    network: network.name,
    machine: board.machine,
    board: board.name,
    ...(clockMHz === undefined ? {} : { clockMHz }),
    device,
    images,
    ...(cycles === undefined ? {} : { cycles, cyclesPerImage: cycles / images }),
    microseconds,
    microsecondsPerImage: microseconds / images,
    imagesPerSecond: (images * 1e6) / microseconds,
    macs,
    ops: 2 * macs,
    ...told,
    layers,
    wallSeconds: { load: 0, values: 0, timing: wallSeconds },
  };
}
