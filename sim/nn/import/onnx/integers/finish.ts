import { type DataType, valueRange } from '../../../data-type.js';
import type { IntegerParameters } from '../../../integer-layers.js';
import { roundHalfToEven } from '../../../requantize.js';
import type { Step } from '../graph.js';
import type { Codes, Sums } from '../streamline/signal.js';
import type { IntegerDraft } from './integer-draft.js';
import { type Joined, type Mean, type Pending, sameType } from './tensors.js';

/** Requantization in floating point is for factors below this. */
const MAX_FACTOR = 256;

/** Makes the layers that give a tensor's codes. */
export interface LayerWriter {
  /** Adds a layer after those that there are; its name. */
  readonly push: (step: Step, draft: Omit<IntegerDraft, 'name'>) => string;
}

/** The layer that quantizes a tensor to a type. @throws InputError where no layer does */
export function finish({ step, from, bounds }: Pending, type: DataType, writer: LayerWriter): Codes {
  const clamp = clampOf(bounds, type);
  switch (from.kind) {
    case 'sums':
      return finishSums(from, { step, type, clamp }, writer);
    case 'mean':
      return finishMean(from, { step, type, clamp }, writer);
    case 'joined':
      return finishJoined(from, { step, type, clamp }, writer);
    case 'same':
      return rescaled(from.input, { step, type, clamp }, writer);
    case 'sum': {
      const layer = { op: 'add', rule: 'float', activation: type, ...clamp };
      const name = writer.push(step, { inputs: from.inputs.map((codes) => codes.name), layer });
      return codesOf(name, from.inputs[0].shape, type);
    }
  }
}

/** The output of a layer. */
interface Output {
  readonly step: Step;
  readonly type: DataType;
  readonly clamp: { readonly clamp?: readonly [number, number] };
}

/** Sums of products times a scale in 32-bit floating point, rounded half to even. */
function finishSums(sums: Sums, { step, type, clamp }: Output, writer: LayerWriter): Codes {
  const multipliers = Float32Array.from(sums.scales, (scale) => Math.fround(scale) / Math.fround(type.scale));
  const wrong = multipliers.findIndex((multiplier) => !(multiplier > 0 && multiplier < MAX_FACTOR));
  if (wrong >= 0)
    throw step.error(`output ${wrong} is scaled by ${multipliers[wrong]}, allowed: above 0 and below ${MAX_FACTOR}`);
  const { zeroPoint, weights } = byteWeights(sums);
  const layer = {
    ...integerOp(sums),
    ...(zeroPoint === 0 ? {} : { weightZeroPoint: zeroPoint }),
    requantize: { rule: 'scale' },
    activation: type,
    ...clamp,
  };
  const parameters: IntegerParameters = { weights, bias: integerBias(sums), multipliers };
  return codesOf(writer.push(step, { inputs: [sums.reads.name], layer, parameters }), sums.shape, type);
}

/** The sums themselves, as a last layer: real numbers are their integers times the scales. */
export function finishScores(sums: Sums, step: Step, writer: LayerWriter): void {
  const { zeroPoint, weights } = byteWeights(sums);
  const layer = {
    ...integerOp(sums),
    ...(zeroPoint === 0 ? {} : { weightZeroPoint: zeroPoint }),
    requantize: { rule: 'shift', shift: 0 },
    activation: { bits: 32, encoding: 'signed' },
  };
  const parameters: IntegerParameters = { weights, bias: integerBias(sums), multipliers: new Int32Array() };
  writer.push(step, { inputs: [sums.reads.name], layer, parameters });
}

function integerOp({ layer }: Sums): Readonly<Record<string, unknown>> {
  return { ...layer, op: layer.op === 'convolution' ? 'integerConvolution' : 'integerFullyConnected' };
}

/** Weights in 8 bits, which all are less the zero point where they need one. */
function byteWeights({ weights, step }: Sums): { readonly weights: Int8Array; readonly zeroPoint: number } {
  let [least, largest] = [0, 0];
  for (const weight of weights) [least, largest] = [Math.min(least, weight), Math.max(largest, weight)];
  const zeroPoint = least >= -128 && largest <= 127 ? 0 : -128 - least;
  if (largest + zeroPoint > 127 || zeroPoint > 127) {
    throw step.error(`the weights are from ${least} to ${largest}, allowed: 8 bits`);
  }
  return { weights: Int8Array.from(weights, (weight) => weight + zeroPoint), zeroPoint };
}

/** Biases in units of the products. */
function integerBias({ biases, scales, step }: Sums): Int32Array {
  return Int32Array.from(biases, (bias, row) => {
    const integer = roundHalfToEven(bias / Math.fround(scales[row]));
    if (integer === (integer | 0)) return integer;
    throw step.error(`the bias ${bias} of output ${row} does not fit 32 bits in units of ${scales[row]}`);
  });
}

/** The mean has a layer of its own; where its factor would round otherwise than the graph, it is a convolution with ones. */
function finishMean({ input }: Mean, output: Output, writer: LayerWriter): Codes {
  const [height, width, channels] = input.shape;
  const taps = height * width;
  const scale = Math.fround(input.type.scale);
  const ofOutput = Math.fround(output.type.scale);
  const factor = Math.fround(scale / Math.fround(ofOutput * taps));
  const ofLayer = Math.fround(scale / Math.fround(Math.fround(ofOutput * height) * width));
  const isPlain = factor === ofLayer && output.clamp.clamp === undefined;
  const layer = isPlain
    ? { op: 'mean', activation: output.type }
    : {
        ...{ op: 'integerConvolution', outputChannels: channels, kernel: [height, width], groups: channels },
        ...{ requantize: { rule: 'scale' }, activation: output.type, ...output.clamp },
      };
  const parameters: IntegerParameters = {
    weights: new Int8Array(channels * taps).fill(1),
    bias: new Int32Array(channels),
    multipliers: new Float32Array(channels).fill(factor),
  };
  const name = writer.push(output.step, { inputs: [input.name], layer, ...(isPlain ? {} : { parameters }) });
  return codesOf(name, [1, 1, channels], output.type);
}

function finishJoined({ inputs, axis }: Joined, output: Output, writer: LayerWriter): Codes {
  const names = inputs.map((codes) => rescaled(codes, output, writer).name);
  const [first] = inputs;
  const size = inputs.reduce((sum, { shape }) => sum + shape[axis], 0);
  const shape = first.shape.map((length, at) => (at === axis ? size : length));
  return codesOf(writer.push(output.step, { inputs: names, layer: { op: 'concat', axis } }), shape, output.type);
}

function rescaled(input: Codes, { step, type, clamp }: Output, writer: LayerWriter): Codes {
  if (sameType(input.type, type) && clamp.clamp === undefined) return input;
  const layer = { op: 'rescale', precision: 'float', activation: type, ...clamp };
  return codesOf(writer.push(step, { inputs: [input.name], layer }), input.shape, type);
}

/** Codes of bounds, where they are nearer than those of the type. */
function clampOf(bounds: Pending['bounds'], type: DataType): Output['clamp'] {
  const range = valueRange({ ...type, zeroPoint: 0 });
  const [least, largest] = bounds.map((bound) => {
    const code = roundHalfToEven(Math.fround(bound / Math.fround(type.scale))) + (type.zeroPoint ?? 0);
    return Math.min(Math.max(code, range.min), range.max);
  });
  return least === range.min && largest === range.max ? {} : { clamp: [least, largest] };
}

/** Codes of a layer of integers. */
export function codesOf(name: string, shape: readonly number[], type: DataType): Codes {
  return { kind: 'codes', name, shape, type, integers: [], unit: type.scale };
}
