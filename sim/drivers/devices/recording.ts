import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { bytesOf } from '../../core/input/bytes.js';
import { inflateIfGzipped } from '../../core/input/gzip.js';
import { InputError } from '../../core/input/input-error.js';
import { parseJson } from '../../core/input/json.js';
import type { DeviceRun } from '../../core/run.js';
import { isCodeLayer, pixelsPerImage } from '../../nn/network.js';
import type { PackedMatrix } from '../../nn/packed-matrix.js';
import { packedRowBytes, packRows, unpackRows } from '../../nn/packing.js';
import { DEVICE_KINDS, type DeviceDescription, type DeviceResult } from '../device.js';
import type { Job } from '../job.js';

const name = z.string().min(1).max(200);
const count = z.int().min(0);
const positive = z.number().positive();
const optional = <T extends z.ZodType>(schema: T) => z.exactOptional(schema);

const recordedRun = z.strictObject({
  schema: z.literal('qcycle.run/1'),
  qcycle: name,
  network: name,
  machine: name,
  board: name,
  clockMHz: optional(positive),
  device: name,
  images: z.int().min(1),
  cycles: optional(positive),
  cyclesPerImage: optional(positive),
  microseconds: positive,
  microsecondsPerImage: positive,
  imagesPerSecond: positive,
  macs: count,
  ops: count,
  accuracy: optional(z.strictObject({ correct: count, correctTop5: optional(count), total: z.int().min(1) })),
  predictions: optional(z.array(count)),
  layers: z.array(z.strictObject({ name, macs: count, ops: count, cycles: optional(count) })),
  wallSeconds: z.strictObject({
    load: positive.or(z.literal(0)),
    values: positive.or(z.literal(0)),
    timing: positive.or(z.literal(0)),
  }),
});

const recordingSchema = z.strictObject({
  schema: z.literal('qcycle.recording/1'),
  /** Day and time in UTC; absent of what is published without. */
  recorded: optional(z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/)),
  /** Where it is published, if it was not recorded by us. */
  source: optional(name),
  device: z.strictObject({
    name,
    kind: z.enum(DEVICE_KINDS),
    board: optional(name),
    clockMHz: optional(positive),
    versions: z.record(z.string(), z.string()),
  }),
  /** SHA-256 of network, weights and pixels; absent where only time was asked for. */
  jobDigest: optional(z.string().regex(/^[0-9a-f]{64}$/)),
  threads: optional(z.int().min(1)),
  /** Times of all samples, in their order; the run is that of the last. */
  microseconds: z.array(positive).min(1).max(10_000),
  medianMicroseconds: positive,
  /** Largest less smallest, in percent of the median. */
  spreadPercent: z.number().min(0),
  run: recordedRun,
  /** The last layer's codes: rows of `columns` codes of `bits` bits, lane 0 lowest, gzipped, as base64. */
  outputs: optional(
    z.strictObject({
      columns: z
        .int()
        .min(1)
        .max(2 ** 20),
      bits: z.int().min(1).max(32),
      data: z.string(),
    }),
  ),
});

/** A run that a device once made, with what is needed to know it again (schema qcycle.recording/1). */
export type Recording = z.output<typeof recordingSchema>;

/** @throws InputError for the first problem, at its line and column */
export function parseRecording(text: string, file: string): Recording {
  return parseJson(text, file, recordingSchema);
}

/** What a device gave for a job, as a recording. */
export function recordingOf(
  description: DeviceDescription,
  job: Job,
  result: DeviceResult,
  microseconds: readonly number[],
  recorded: Date,
): Recording {
  const { name, kind, board, clockMHz, versions } = description;
  const digest = digestOf(job);
  return {
    schema: 'qcycle.recording/1',
    recorded: `${recorded.toISOString().slice(0, 19)}Z`,
    device: {
      name,
      kind,
      ...(board === undefined ? {} : { board }),
      ...(clockMHz === undefined ? {} : { clockMHz }),
      versions: { ...versions },
    },
    ...(digest === undefined ? {} : { jobDigest: digest }),
    ...(job.threads === undefined ? {} : { threads: job.threads }),
    ...spreadOf(microseconds),
    run: figuresOf(result.run, result.outputs !== null),
    ...(result.outputs === null ? {} : { outputs: encodeOutputs(result.outputs) }),
  };
}

/** SHA-256 of network, weights and pixels of a job; undefined where only time is asked for. */
export function digestOf({ network, images, pictures }: Job): string | undefined {
  if (pictures === undefined) return undefined;
  const { input, layers } = network;
  const hash = createHash('sha256');
  const shapes = layers.map(({ name, op, inputShape, outputShape }) => ({ name, op, inputShape, outputShape }));
  hash.update(JSON.stringify({ input: input.shape, layers: shapes }));
  for (const layer of layers) {
    if (!('parameters' in layer) || layer.parameters === undefined) continue;
    if (isCodeLayer(layer)) hash.update(packRows(layer.parameters.weights as PackedMatrix));
    for (const value of Object.values(layer.parameters)) if (ArrayBuffer.isView(value)) hash.update(bytesOf(value));
  }
  return hash.update(pictures.pixels.subarray(0, images * pixelsPerImage(input))).digest('hex');
}

/** The last layer's codes of a recording. @throws InputError where they are damaged */
export function outputsOf({ outputs, run }: Recording, file: string): PackedMatrix | null {
  if (outputs === undefined) return null;
  const { columns, bits, data } = outputs;
  const bytes = inflateIfGzipped(Buffer.from(data, 'base64'), file);
  const expected = run.images * packedRowBytes(columns, bits);
  if (bytes.length !== expected) {
    throw new InputError(`outputs of ${bytes.length} bytes, expected ${expected}`, { file });
  }
  return unpackRows(bytes, run.images, columns, bits, file);
}

function spreadOf(
  microseconds: readonly number[],
): Pick<Recording, 'microseconds' | 'medianMicroseconds' | 'spreadPercent'> {
  const sorted = [...microseconds].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
  const spreadPercent = (100 * (sorted[sorted.length - 1] - sorted[0])) / median;
  return { microseconds: [...microseconds], medianMicroseconds: median, spreadPercent };
}

function encodeOutputs(outputs: PackedMatrix): NonNullable<Recording['outputs']> {
  const { columns, bits } = outputs;
  return { columns, bits, data: gzipSync(packRows(outputs), { level: 9 }).toString('base64') };
}

/** The figures that every device tells. Classes follow from the outputs where these are kept. */
function figuresOf(run: DeviceRun, withOutputs: boolean): Recording['run'] {
  const { schema, qcycle, network, machine, board, clockMHz, device, images, cycles, cyclesPerImage } = run;
  const { microseconds, microsecondsPerImage, imagesPerSecond, macs, ops, accuracy, predictions, wallSeconds } = run;
  const kept = withOutputs ? undefined : predictions;
  return {
    schema,
    qcycle,
    network,
    machine,
    board,
    ...(clockMHz === undefined ? {} : { clockMHz }),
    device,
    images,
    ...(cycles === undefined ? {} : { cycles }),
    ...(cyclesPerImage === undefined ? {} : { cyclesPerImage }),
    microseconds,
    microsecondsPerImage,
    imagesPerSecond,
    macs,
    ops,
    ...(accuracy === undefined ? {} : { accuracy: { ...accuracy } }),
    ...(kept === undefined ? {} : { predictions: [...kept] }),
    layers: run.layers.map(({ name, macs, ops, cycles }) => ({
      name,
      macs,
      ops,
      ...(cycles === undefined ? {} : { cycles }),
    })),
    wallSeconds: { ...wallSeconds },
  };
}
