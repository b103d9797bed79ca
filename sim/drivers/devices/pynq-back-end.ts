import { z } from 'zod';
import { InputError } from '../../core/input/input-error.js';
import { parseJson } from '../../core/input/json.js';
import { decodeText } from '../../core/input/text.js';
import { isOffloadOverlay } from '../../fabric/index.js';
import { elements, isMatrixLayer, pixelsPerImage } from '../../nn/network.js';
import { createPackedMatrix, laneBits, setCode } from '../../nn/packed-matrix.js';
import { exportBnnPynq } from '../../nn/parameters/bnn-pynq.js';
import { boardProgram } from '../agent/bootstrap.js';
import type { AgentSession, Executed } from '../agent/session.js';
import type { DeviceResult } from '../device.js';
import { ClockError, DeviceError } from '../device-error.js';
import { type FabricJob, isFabricJob, type Job } from '../job.js';
import { usualOverlay } from '../load-job.js';
import { accuracyOf, judge } from '../values.js';
import { parseBnnTimes } from '../vendor/bnn-times.js';
import { parseCallTime } from '../vendor/notebook-times.js';
import type { BackEnd, BackEndDescription } from './back-end.js';
import { clockIn, clockProblem } from './board-clock.js';
import { boardRun } from './board-run.js';
import type { EntryOf } from './device-file.js';
import { imageFile } from './image-files.js';
import { BNN_PROGRAMS, QNN_PROGRAMS } from './pynq-programs.js';
import { requireCodes } from './require-codes.js';

const MOST_PRINTED = 2 ** 18;
const CLOCK_SECONDS = 60;
const MOST_CLASSES_BYTES = 2 ** 24;

/** A PYNQ board with BNN-PYNQ or QNN-MO-PYNQ: their own packages load the overlay, and print the times. */
export class PynqBackEnd implements BackEnd {
  private executed: Executed | undefined;

  constructor(
    private readonly device: string,
    private readonly entry: EntryOf<'pynq'>,
  ) {}

  async describe(session: AgentSession): Promise<BackEndDescription> {
    await session.put('pynq_clock.py', boardProgram('pynq_clock'));
    const { text } = await this.execute(session, ['@pynq_clock.py', this.entry.clock], CLOCK_SECONDS);
    const clockMHz = clockIn(text);
    const version = text.match(/^qcycle pynq ([\w.+-]{1,40})$/m)?.[1];
    return {
      values: 'classes',
      layerCodes: false,
      ...(clockMHz === undefined ? {} : { clockMHz }),
      versions: version === undefined ? {} : { pynq: version },
    };
  }

  async load(session: AgentSession, job: Job): Promise<void> {
    const { network, images, pictures } = job;
    if (!isFabricJob(job)) throw new DeviceError(this.device, 'runs jobs of the FPGA fabric alone');
    if (pictures === undefined)
      throw new DeviceError(this.device, 'classifies images, so that a job without values cannot run');
    const { clock } = this.entry;
    const [bnn, qnn] = [BNN_PROGRAMS[network.name], QNN_PROGRAMS[network.name]];
    if (bnn !== undefined) {
      await this.loadParameters(session, job);
      await session.put('images.bin', imageFile(job));
      await session.put('job.json', jsonBytes({ ...bnn, clock }));
      await session.put('job.py', boardProgram('bnn_job'));
    } else if (qnn !== undefined) {
      if (images !== 1) throw new DeviceError(this.device, `${network.name} runs one image at a time: --images 1`);
      await session.put('images.bin', pictures.pixels.subarray(0, pixelsPerImage(network.input)));
      await session.put('job.json', jsonBytes({ ...qnn, clock, shape: network.input.shape }));
      await session.put('job.py', boardProgram('qnn_job'));
    } else {
      const known = [...Object.keys(BNN_PROGRAMS), ...Object.keys(QNN_PROGRAMS)].join(', ');
      throw new DeviceError(this.device, `no overlay of ${network.name} is known, allowed: ${known}`);
    }
  }

  async run(session: AgentSession): Promise<void> {
    this.executed = await this.execute(session, ['@job.py', '@.'], this.entry.runSeconds);
  }

  async collect(session: AgentSession, job: Job): Promise<DeviceResult> {
    const { text, seconds } = this.executed!;
    const clockMHz = clockIn(text);
    if (clockMHz === undefined) throw new DeviceError(this.device, 'the board does not tell its clock');
    const problem = clockProblem(clockMHz, job.board);
    if (problem !== undefined) throw new ClockError(this.device, problem);
    const source = `output of ${this.device}`;
    const measured = { device: this.device, clockMHz, wallSeconds: seconds };
    if (job.network.name in QNN_PROGRAMS) {
      const outputs = await this.fetchCodes(session, job);
      return {
        run: boardRun(job, { ...measured, microseconds: parseCallTime(text, source) }, judge(job, outputs)),
        outputs,
      };
    }
    const { microseconds } = parseBnnTimes(text, source, job.images).at(-1)!;
    const predictions = await this.fetchClasses(session, job);
    return {
      run: boardRun(job, { ...measured, microseconds }, { predictions, ...accuracyOf(job, predictions) }),
      outputs: null,
    };
  }

  /** The parameters as BNN-PYNQ's files, in the folding of its overlay. */
  private async loadParameters(session: AgentSession, { network, overlay }: FabricJob): Promise<void> {
    const published = usualOverlay(network);
    if (isOffloadOverlay(overlay) || JSON.stringify(overlay.layers) !== JSON.stringify(published.layers)) {
      throw new DeviceError(this.device, `the bitstream has the published folding of ${network.name}, not another one`);
    }
    const layers = network.layers.filter(isMatrixLayer);
    const parameters = layers.map((layer) => layer.parameters);
    if (!parameters.every((each) => each !== undefined)) throw new InputError(`${network.name} has no weights`);
    const foldings = layers.map(({ name }) => published.layers.find((layer) => layer.name === name)!);
    const files = exportBnnPynq({ parameters, classes: network.classes }, network, foldings);
    // Hundreds of small files: none waits for the reply to the one before.
    await Promise.all([...files].map(([name, bytes]) => session.put(`parameters/${name}`, bytes)));
  }

  private async fetchClasses(session: AgentSession, { network, images }: Job): Promise<number[]> {
    const bytes = await session.get('classes.json', { most: MOST_CLASSES_BYTES });
    const file = `classes.json of ${this.device}`;
    const schema = z
      .array(
        z
          .int()
          .min(0)
          .max(network.classes.length - 1),
      )
      .length(images);
    return parseJson(decodeText(bytes, file), file, schema);
  }

  private async fetchCodes(session: AgentSession, { network }: Job) {
    const { outputShape, outputType } = network.layers[network.layers.length - 1];
    const codes = await session.get('output.bin', elements(outputShape));
    const outputs = createPackedMatrix(1, codes.length, laneBits(outputType.bits));
    requireCodes(this.device, 'output.bin', codes, outputType.bits);
    codes.forEach((code, index) => {
      setCode(outputs, 0, index, code);
    });
    return outputs;
  }

  private async execute(session: AgentSession, words: readonly string[], seconds: number): Promise<Executed> {
    const command = [...this.entry.python, ...words];
    const executed = await session.execute({ command, seconds, limit: MOST_PRINTED });
    if (executed.status === 0) return executed;
    const lastLine = executed.text.trim().split('\n').at(-1) ?? '';
    throw new DeviceError(this.device, `${words[0].slice(1)} ended with ${executed.status}: ${lastLine}`);
  }
}

function jsonBytes(value: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
