import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { asInputError, readText } from '../../core/input/file.js';
import { InputError } from '../../core/input/input-error.js';
import { packageVersion } from '../../core/package-root.js';
import { elements } from '../../nn/network.js';
import type { Device, DeviceDescription, DeviceResult } from '../device.js';
import { DeviceError } from '../device-error.js';
import type { Job } from '../job.js';
import { judge } from '../values.js';
import { digestOf, outputsOf, parseRecording, type Recording } from './recording.js';

interface Recorded {
  readonly file: string;
  readonly recording: Recording;
}

/** Gives again what devices gave when runs were recorded: for the same network, weights and images alone. */
export class ReplayDevice implements Device {
  private job: Job | undefined;
  private found: Recorded | undefined;

  /** @param folder with recordings (.json) */
  constructor(
    readonly name: string,
    private readonly folder: string,
  ) {}

  async describe(): Promise<DeviceDescription> {
    const versions = { qcycle: packageVersion() };
    return { name: this.name, kind: 'replay', where: 'here', values: 'codes', layerCodes: false, versions };
  }

  async load(job: Job): Promise<void> {
    const digest = digestOf(job);
    const ofNetwork = this.read().filter(({ recording: { run } }) => run.network === job.network.name);
    this.job = job;
    // Names begin with the day, so that the last one is the newest.
    this.found = ofNetwork.findLast(
      ({ recording: { run, jobDigest, threads } }) =>
        run.board === job.board.name && run.images === job.images && jobDigest === digest && threads === job.threads,
    );
    if (this.found !== undefined) return;
    const known = ofNetwork.map(({ recording: { run, jobDigest } }) => {
      return `${run.images} images${jobDigest === undefined ? ' (time only)' : ''} on ${run.board}`;
    });
    const { network, images, board } = job;
    const wanted = `${network.name}, ${images} images${digest === undefined ? ' (time only)' : ''} on ${board.name}`;
    const recorded = known.length === 0 ? 'nothing of this network' : [...new Set(known)].join(', ');
    throw new DeviceError(this.name, `no recording of ${wanted} with these weights and pixels; recorded: ${recorded}`);
  }

  async run(): Promise<void> {
    if (this.found === undefined) throw new InputError(`${this.name}: nothing is loaded`);
  }

  async collect(): Promise<DeviceResult> {
    const { found, job } = this;
    if (found === undefined || job === undefined) throw new InputError(`${this.name}: nothing has run`);
    const { recording, file } = found;
    const outputs = outputsOf(recording, file);
    const { outputShape } = job.network.layers[job.network.layers.length - 1];
    if (outputs !== null && outputs.columns !== elements(outputShape)) {
      throw new InputError(`outputs of ${outputs.columns} codes, expected ${elements(outputShape)}`, { file });
    }
    return { run: { ...recording.run, ...(outputs === null ? {} : judge(job, outputs)) }, outputs };
  }

  async close(): Promise<void> {
    this.found = undefined;
    this.job = undefined;
  }

  private read(): Recorded[] {
    try {
      const files = readdirSync(this.folder).filter((file) => file.endsWith('.json'));
      return files.sort().map((name) => {
        const file = join(this.folder, name);
        return { file, recording: parseRecording(readText(file), file) };
      });
    } catch (error) {
      throw asInputError(error, this.folder);
    }
  }
}
