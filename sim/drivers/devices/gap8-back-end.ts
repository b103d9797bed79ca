import { InputError } from '../../core/input/input-error.js';
import type { AgentSession, Executed } from '../agent/session.js';
import type { DeviceResult } from '../device.js';
import { DeviceError } from '../device-error.js';
import type { Job } from '../job.js';
import { parseLayerTable } from '../vendor/layer-table.js';
import type { BackEnd, BackEndDescription } from './back-end.js';
import { boardRun } from './board-run.js';
import type { EntryOf } from './device-file.js';

const MOST_PRINTED = 2 ** 20;

/**
 * An application in a GAP SDK, here or elsewhere: built and run on a GAPUINO or on the virtual platform, cycles of the layers from the
 * performance table that it prints. The application has one image of its own, so that no values are told.
 */
export class Gap8BackEnd implements BackEnd {
  private executed: Executed | undefined;

  constructor(
    private readonly device: string,
    private readonly entry: EntryOf<'gap8'>,
  ) {}

  async describe(): Promise<BackEndDescription> {
    return { images: 1, values: 'none', layerCodes: false, versions: { platform: this.entry.platform } };
  }

  async load(_: AgentSession, job: Job): Promise<void> {
    if (job.board.machine !== 'gap8') throw new DeviceError(this.device, 'runs jobs of a GAP8 alone');
    if (job.images !== 1) throw new InputError(`${this.device} runs one image: --images 1`);
  }

  async run(session: AgentSession): Promise<void> {
    const { folder, setUp, platform, runSeconds: seconds } = this.entry;
    const make = ['make', 'clean', 'all', 'run', ...(platform === 'gvsoc' ? ['platform=gvsoc'] : [])];
    // The SDK's environment is a script for a shell; the words reach it as its arguments, so that it reads nothing into them.
    const command = setUp === undefined ? make : ['bash', '-c', '. "$0" && exec "$@"', setUp, ...make];
    this.executed = await session.execute({ command, folder, seconds, limit: MOST_PRINTED });
    const { status, text } = this.executed;
    if (status !== 0)
      throw new DeviceError(this.device, `make ended with ${status}: ${text.trim().split('\n').at(-1)}`);
  }

  async collect(_: AgentSession, job: Job): Promise<DeviceResult> {
    const { text, seconds } = this.executed!;
    const { layers } = job.network;
    const table = parseLayerTable(text, `output of ${this.device}`, layers.length);
    const cycles = table.total.cycles;
    // The application sets the clock itself and does not tell it (facts/gap8.md).
    const clockMHz = job.board.clock.frequencyHz / 1e6;
    const layerCycles = new Map(layers.map(({ name }, index) => [name, table.layers[index].cycles]));
    const measured = {
      device: this.device,
      microseconds: cycles / clockMHz,
      clockMHz,
      cycles,
      layerCycles,
      wallSeconds: seconds,
    };
    return { run: boardRun(job, measured, {}), outputs: null };
  }
}
