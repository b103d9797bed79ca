import { bytesOf, concatenate } from '../../core/input/bytes.js';
import { InputError } from '../../core/input/input-error.js';
import { encodeValue } from '../../nn/data-type.js';
import {
  elements,
  hasParameters,
  isCodeLayer,
  isMatrixLayer,
  type Layer,
  type Network,
  pixelsPerImage,
} from '../../nn/network.js';
import { createPackedMatrix, laneBits, type PackedMatrix, setCode } from '../../nn/packed-matrix.js';
import { packRows } from '../../nn/packing.js';
import { pixelTables } from '../../nn/pixel-values.js';
import { thresholdsPerRow } from '../../nn/thresholds.js';
import type { Frame } from '../agent/frames.js';
import type { AgentSession } from '../agent/session.js';
import type { DeviceResult } from '../device.js';
import { DeviceError } from '../device-error.js';
import type { Job } from '../job.js';
import { allocateCodes, executedLayers, type LayerCodes } from '../layer-codes.js';
import { judge } from '../values.js';
import type { BackEnd, BackEndDescription } from './back-end.js';
import { boardRun } from './board-run.js';
import { requireCodes } from './require-codes.js';

const NETWORK = 'network.json';
const PARAMETERS = 'parameters.bin';
const PIXELS = 'pixels.bin';

/** Computes networks of codes of few bits on the far computer, in Python alone: bit by bit what the machines give. */
export class ReferenceBackEnd implements BackEnd {
  private seconds = Number.NaN;

  constructor(private readonly device: string) {}

  async describe(): Promise<BackEndDescription> {
    return { values: 'codes', layerCodes: true, versions: {} };
  }

  async load(session: AgentSession, job: Job): Promise<void> {
    const { network, pictures, images } = job;
    const unknown = network.layers.find((layer) => !isCodeLayer(layer));
    if (unknown !== undefined) {
      throw new DeviceError(this.device, `the reference does not compute the op ${unknown.op} of ${unknown.name}`);
    }
    if (pictures === undefined)
      throw new DeviceError(this.device, 'has no clock, so that a job without values says nothing');
    if (!hasParameters(network)) throw new InputError(`${network.name} has no weights`);
    await session.put(NETWORK, new TextEncoder().encode(JSON.stringify(describeNetwork(network))));
    await session.put(PARAMETERS, parameterBytes(network));
    await session.put(PIXELS, pictures.pixels.subarray(0, images * pixelsPerImage(network.input)));
  }

  async run(session: AgentSession, job: Job): Promise<void> {
    const layers = filesOf(job).map(({ layer, file, bytesPerCode }) => ({ layer: layer.name, file, bytesPerCode }));
    const request = { network: NETWORK, parameters: PARAMETERS, pixels: PIXELS, images: job.images, layers };
    const onEvent = ({ message }: Frame) => {
      if ('event' in message && message.event === 'progress') job.progress?.(message.images);
    };
    const { reply } = await session.request('reference', request, { onEvent });
    if (reply.seconds === undefined || reply.seconds <= 0) throw new DeviceError(this.device, 'tells no time');
    this.seconds = reply.seconds;
  }

  async collect(session: AgentSession, job: Job): Promise<DeviceResult> {
    const { images } = job;
    const [output, ...kept] = filesOf(job);
    const outputs = packedCodes(await this.fetchCodes(session, output, images), output.layer, images);
    const layerCodes: LayerCodes[] = [];
    for (const file of kept) layerCodes.push(signedCodes(file, await this.fetchCodes(session, file, images), images));
    const measured = { device: this.device, microseconds: this.seconds * 1e6, wallSeconds: this.seconds };
    const run = boardRun(job, measured, judge(job, outputs));
    return { run, outputs, ...(job.layerCodes === true ? { layerCodes } : {}) };
  }

  private async fetchCodes(session: AgentSession, codesFile: CodesFile, images: number): Promise<RawCodes> {
    const { layer, file, bytesPerCode } = codesFile;
    const bytes = await session.get(file, images * elements(layer.outputShape) * bytesPerCode);
    const codes = asCodes(bytes, bytesPerCode);
    requireCodes(this.device, file, codes, layer.outputType.bits);
    return codes;
  }
}

/** A file with the codes of a layer for all images. */
interface CodesFile {
  readonly name: string;
  readonly layer: Layer;
  readonly file: string;
  readonly bytesPerCode: number;
}

/** Codes as they lie in the machine: unsigned, whatever their type. */
type RawCodes = Uint8Array | Uint16Array | Uint32Array;

/** The files that a job makes: the last layer's first, then those of the layers that are asked for. */
function filesOf({ network, layerCodes }: Job): [CodesFile, ...CodesFile[]] {
  const { layers } = network;
  const fileOf = (name: string, layer: Layer, file: string): CodesFile => {
    const { bits } = layer.outputType;
    return { name, layer, file, bytesPerCode: bits <= 8 ? 1 : bits <= 16 ? 2 : 4 };
  };
  const last = layers[layers.length - 1];
  const kept = layerCodes === true ? executedLayers(layers) : [];
  return [
    fileOf(last.name, last, 'output.bin'),
    ...kept.map((executed, index) => fileOf(executed.name, executed.last, `layer${index}.bin`)),
  ];
}

function asCodes(bytes: Uint8Array, bytesPerCode: number): RawCodes {
  if (bytesPerCode === 1) return bytes;
  const whole = bytes.slice().buffer;
  return bytesPerCode === 2 ? new Uint16Array(whole) : new Uint32Array(whole);
}

function signedCodes(file: CodesFile, raw: RawCodes, images: number): LayerCodes {
  const { bits, encoding } = file.layer.outputType;
  const codes = allocateCodes(file.layer, images);
  const signed = (code: number) => (code >= 2 ** (bits - 1) ? code - 2 ** bits : code);
  for (let index = 0; index < raw.length; index++)
    codes[index] = encoding === 'signed' ? signed(raw[index]) : raw[index];
  return { name: file.name, shape: file.layer.outputShape, codes };
}

function packedCodes(codes: ArrayLike<number>, layer: Layer, images: number): PackedMatrix {
  const columns = elements(layer.outputShape);
  const matrix = createPackedMatrix(images, columns, laneBits(layer.outputType.bits));
  for (let index = 0; index < codes.length; index++) {
    setCode(matrix, Math.floor(index / columns), index % columns, codes[index]);
  }
  return matrix;
}

/** The network as the agent reads it: the layers without parameters, and the code of each pixel. */
function describeNetwork({ name, input, layers }: Network): object {
  const { shape, type, paddedFeatures } = input;
  const padded = paddedFeatures === elements(shape) ? shape : [paddedFeatures];
  const [table, ...others] = pixelTables(input);
  if (others.length > 0) throw new InputError(`${name} normalises each colour, which the reference back end does not`);
  const pixelCodes = Array.from(table, (value) => encodeValue(type, value));
  const pixels = pixelsPerImage(input);
  return {
    input: { shape: padded, type, paddedFeatures, pixelCodes, pixels },
    layers: layers.map((layer) => describeLayer(layer)),
  };
}

function describeLayer(layer: Layer): object {
  if (!isMatrixLayer(layer)) return layer;
  const { parameters: _, ...described } = layer;
  return { ...described, thresholdsPerRow: thresholdsPerRow(layer) };
}

/** Of each layer with a matrix its rows, lane 0 lowest, and its thresholds as i32. */
function parameterBytes({ layers }: Network): Uint8Array {
  return concatenate(
    layers.filter(isMatrixLayer).flatMap(({ parameters }) => {
      return [packRows(parameters!.weights), bytesOf(parameters!.thresholds)];
    }),
  );
}
