import { readBytes } from '../../core/input/file.js';
import type { AgentSession, Executed, Execution } from '../agent/session.js';
import type { DeviceResult } from '../device.js';
import { DeviceError } from '../device-error.js';
import { type DpuJob, isDpuJob, type Job } from '../job.js';
import { type AppMtRun, parseAppMt } from '../vendor/app-mt.js';
import { parseVaitraceTable } from '../vendor/vaitrace-table.js';
import type { BackEnd, BackEndDescription } from './back-end.js';
import { boardRun } from './board-run.js';
import type { EntryOf } from './device-file.js';

const APPLICATION = 'app_mt.py';
const MODEL = 'model.xmodel';
const MOST_PRINTED = 2 ** 18;
const QUERY_SECONDS = 30;
const USUAL_THREADS = 1;

/**
 * A board with a DPU and VART: runs the multi-threaded application of the pruning tutorial, which lies on the board with its images,
 * on a model that is sent, and reads rate and accuracy from what it prints; with a profile also what the board's profiler prints.
 */
export class DpuBackEnd implements BackEnd {
  private executed: Executed | undefined;
  private profiled: string | DeviceError | undefined;

  constructor(
    private readonly device: string,
    private readonly entry: EntryOf<'dpu'>,
  ) {}

  async describe(session: AgentSession): Promise<BackEndDescription> {
    const clockMHz = await this.queryClock(session);
    const { images } = this.entry;
    return { images, values: 'none', layerCodes: false, ...(clockMHz === undefined ? {} : { clockMHz }), versions: {} };
  }

  async load(session: AgentSession, job: Job): Promise<void> {
    const { network, hostWork } = this.ofDpu(job);
    if (hostWork === 'endToEnd') throw new DeviceError(this.device, `${APPLICATION} times prepared images alone`);
    const file = this.entry.models[network.name];
    if (file === undefined) {
      const known = Object.keys(this.entry.models).join(', ');
      throw new DeviceError(this.device, `no .xmodel of ${network.name} is named in its entry, allowed: ${known}`);
    }
    await session.put(MODEL, readBytes(file));
  }

  async run(session: AgentSession, job: Job): Promise<void> {
    const { threads = USUAL_THREADS, threadCurve } = this.ofDpu(job);
    const { python, folder, imageFolder, runSeconds: seconds } = this.entry;
    const command = [...python, APPLICATION, '-m', `@${MODEL}`, '-t', String(threads), '-d', imageFolder];
    const execution = { folder, seconds, limit: MOST_PRINTED };
    this.executed = await session.execute({ command, ...execution });
    const { status, text } = this.executed;
    if (status !== 0)
      throw new DeviceError(this.device, `${APPLICATION} ended with ${status}: ${text.trim().split('\n').at(-1)}`);
    // In a run of its own: a profiler takes time too.
    this.profiled = threadCurve
      ? await this.tryProgram(session, { command: [...this.entry.profiler, ...command], ...execution })
      : undefined;
  }

  async collect(session: AgentSession, job: Job): Promise<DeviceResult> {
    const run = this.requireSame(this.ofDpu(job), parseAppMt(this.executed!.text, `output of ${this.device}`));
    // Where the board does not tell its clock, that of the model is taken.
    const clockMHz = (await this.queryClock(session)) ?? job.board.clock.frequencyHz / 1e6;
    const measured = {
      device: this.device,
      // The rate is printed with more digits of a short run than the time.
      microseconds: (1e6 * run.images) / run.framesPerSecond,
      clockMHz,
      wallSeconds: this.executed!.seconds,
    };
    const accuracy = { correct: run.correct, total: run.images };
    const { profiled } = this;
    if (profiled === undefined) return { run: boardRun(job, measured, { accuracy }), outputs: null };
    if (profiled instanceof DeviceError) {
      return { run: boardRun(job, measured, { accuracy }), outputs: null, remark: `no profile: ${profiled.message}` };
    }
    const parts = parseVaitraceTable(profiled, `profile of ${this.device}`);
    return { run: boardRun(job, measured, { accuracy, parts }), outputs: null };
  }

  private ofDpu(job: Job): DpuJob {
    if (isDpuJob(job)) return job;
    throw new DeviceError(this.device, 'runs jobs of a DPU alone');
  }

  /** @throws DeviceError where the application ran something else than it was asked to */
  private requireSame({ images, threads = USUAL_THREADS }: DpuJob, runs: readonly AppMtRun[]): AppMtRun {
    const [run] = runs;
    if (runs.length !== 1) throw new DeviceError(this.device, `${APPLICATION} printed ${runs.length} runs, expected 1`);
    if (run.images !== images) {
      throw new DeviceError(
        this.device,
        `${run.images} images lie in ${this.entry.imageFolder}, the job has ${images}`,
      );
    }
    if (run.threads !== threads)
      throw new DeviceError(this.device, `ran on ${run.threads} threads, expected ${threads}`);
    return run;
  }

  /** The clock of the DPU as `xdputil query` tells it; undefined where it does not, or there is no such program. */
  private async queryClock(session: AgentSession): Promise<number | undefined> {
    const query = { command: ['xdputil', 'query'], seconds: QUERY_SECONDS, limit: MOST_PRINTED };
    const text = await this.tryProgram(session, query);
    if (text instanceof DeviceError) return undefined;
    const found = text.match(/"DPU Frequency \(MHz\)"\s*:\s*"?(\d{1,4}(?:\.\d{1,6})?)/)?.[1];
    return Number(found) > 0 ? Number(found) : undefined;
  }

  /** What a program prints that not every board has, or why it does not. */
  private async tryProgram(session: AgentSession, execution: Execution): Promise<string | DeviceError> {
    try {
      const { status, text } = await session.execute(execution);
      if (status === 0) return text;
      const last = text.trim().split('\n').at(-1);
      return new DeviceError(this.device, `${execution.command[0]} ended with ${status}: ${last}`);
    } catch (error) {
      if (error instanceof DeviceError && !error.passing) return error;
      throw error;
    }
  }
}
