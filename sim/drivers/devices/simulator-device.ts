import { InputError } from '../../core/input/input-error.js';
import { packageVersion } from '../../core/package-root.js';
import type { Device, DeviceDescription, DeviceResult } from '../device.js';
import { runOnSimulatedDpu } from '../dpu-simulator.js';
import { runOnSimulatedGap8 } from '../gap8-simulator.js';
import { isDpuJob, isFabricJob, type Job } from '../job.js';
import { computeLayerCodes } from '../layer-codes.js';
import { runOnSimulator } from '../simulator.js';

/** The simulator of all machines as a device. */
export class SimulatorDevice implements Device {
  readonly name = 'sim';
  private job: Job | undefined;
  private result: DeviceResult | undefined;

  async describe(): Promise<DeviceDescription> {
    const versions = { qcycle: packageVersion(), node: process.versions.node };
    return { name: this.name, kind: 'sim', where: 'here', values: 'codes', layerCodes: true, versions };
  }

  async load(job: Job): Promise<void> {
    this.job = job;
    this.result = undefined;
  }

  async run(): Promise<void> {
    if (this.job === undefined) throw new InputError('sim: nothing is loaded');
    this.result = await simulateJob(this.job);
  }

  async collect(): Promise<DeviceResult> {
    if (this.result === undefined) throw new InputError('sim: nothing has run');
    return this.result;
  }

  async close(): Promise<void> {
    this.job = undefined;
    this.result = undefined;
  }
}

/** Simulates a job on the machine of its board. */
async function simulateJob(job: Job): Promise<DeviceResult> {
  const layerCodes =
    job.layerCodes === true && job.pictures !== undefined ? { layerCodes: computeLayerCodes(job) } : {};
  if (isDpuJob(job)) return { ...(await runOnSimulatedDpu(job)), ...layerCodes };
  if (!isFabricJob(job)) return { ...(await runOnSimulatedGap8(job)), ...layerCodes };
  const { run, outputs, recording } = await runOnSimulator(job);
  return { run, outputs, ...(recording === null ? {} : { recording }), ...layerCodes };
}
