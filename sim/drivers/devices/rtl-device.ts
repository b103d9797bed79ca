import { InputError } from '../../core/input/input-error.js';
import { packageVersion } from '../../core/package-root.js';
import type { Device, DeviceDescription, DeviceResult } from '../device.js';
import { type FabricJob, isFabricJob, type Job } from '../job.js';
import { runOnRtl } from '../rtl/device.js';
import { requireTools, SIMULATION_TOOLS } from '../rtl/tools.js';

/** The RTL of a pipeline under Verilator as a device; it compares every handshake with the model's. */
export class RtlDevice implements Device {
  readonly name = 'rtl';
  private job: FabricJob | undefined;
  private result: DeviceResult | undefined;

  async describe(): Promise<DeviceDescription> {
    requireTools(SIMULATION_TOOLS);
    const versions = { qcycle: packageVersion() };
    return { name: this.name, kind: 'rtl', where: 'here', values: 'codes', layerCodes: false, versions };
  }

  async load(job: Job): Promise<void> {
    if (!isFabricJob(job)) throw new InputError('--device rtl is for pipelines on an FPGA');
    this.job = job;
    this.result = undefined;
  }

  async run(): Promise<void> {
    if (this.job === undefined) throw new InputError('rtl: nothing is loaded');
    const { run, outputs, model, rtl, difference } = await runOnRtl(this.job);
    const crossCheck = { model, device: rtl, ...(difference === undefined ? {} : { difference }) };
    this.result = { run, outputs, crossCheck };
  }

  async collect(): Promise<DeviceResult> {
    if (this.result === undefined) throw new InputError('rtl: nothing has run');
    return this.result;
  }

  async close(): Promise<void> {
    this.job = undefined;
    this.result = undefined;
  }
}
