import { InputError } from '../../../core/input/input-error.js';
import type { FloatBatchNormLayer, FloatLayer, FloatMatrixLayer } from '../../float-layers.js';
import { elements, isFloatLayer, isFloatMatrixLayer, type Network } from '../../network.js';
import { requireFloatParameters } from '../../require-parameters.js';

/** Bounds of an activation that a machine applies with the layer before it: real numbers. */
export type Bounds = readonly [least: number, largest: number];

/** A layer of real numbers with what is computed with it: a batch norm before, and an activation behind. */
export interface FusedLayer {
  readonly layer: Exclude<FloatLayer, FloatBatchNormLayer>;
  /** Names of the fused layers that it reads; `input` is the network's input. */
  readonly inputs: readonly string[];
  /** The layer of real numbers whose output it gives. */
  readonly output: string;
  readonly bounds?: Bounds;
}

/**
 * A network of real numbers as machines of integers compute it: batch norms become part of the weights before them, or
 * convolutions of one tap for each channel; activations behind weights and sums become bounds.
 * @throws InputError if a layer is not one of real numbers, has no parameters, or is quantized already
 */
export function fuseLayers(network: Network): FusedLayer[] {
  const layers = network.layers.map((layer) => {
    if (!isFloatLayer(layer)) throw new InputError(`layer ${layer.name} is not one of real numbers`);
    if (layer.op === 'floatRelu' && layer.bits !== undefined)
      throw new InputError(`layer ${layer.name} is quantized already`);
    return layer;
  });
  const onlyReader = ({ name }: FloatLayer): FloatLayer | undefined => {
    const [reader, ...others] = layers.filter(({ inputs }) => inputs.includes(name));
    return others.length === 0 ? reader : undefined;
  };
  const giverOf = new Map([['input', 'input']]);
  const fused: FusedLayer[] = [];
  for (const layer of layers) {
    if (giverOf.has(layer.name)) continue;
    let last: FloatLayer = layer;
    const take = (next: FloatLayer) => {
      giverOf.set(next.name, layer.name);
      last = next;
    };
    const inputs = layer.inputs.map((name) => giverOf.get(name)!);
    take(layer);
    let plain = layer.op === 'floatBatchNorm' ? asConvolution(layer) : layer;
    const norm = isFloatMatrixLayer(plain) ? onlyReader(last) : undefined;
    if (isFloatMatrixLayer(plain) && norm?.op === 'floatBatchNorm') {
      plain = withNorm(plain, norm);
      take(norm);
    }
    const activation = isFloatMatrixLayer(plain) || plain.op === 'floatAdd' ? onlyReader(last) : undefined;
    const bounds = boundsOf(activation);
    if (activation !== undefined && bounds !== undefined) take(activation);
    fused.push({
      layer: plain,
      inputs,
      output: last.name,
      ...(bounds === undefined ? {} : { bounds }),
    });
  }
  return fused;
}

/** What an activation bounds numbers by; undefined of other layers. */
export function boundsOf(layer: FloatLayer | undefined): Bounds | undefined {
  if (layer?.op === 'floatRelu') return [0, Number.POSITIVE_INFINITY];
  return layer?.op === 'floatClamp' ? layer.range : undefined;
}

/** A weight and a bias for each channel. */
function asConvolution(norm: FloatBatchNormLayer): FloatMatrixLayer {
  const { name, inputs, inputShape, outputShape, inputType, outputType } = norm;
  if (outputShape.length !== 3) throw new InputError(`layer ${name}: a batch norm of a vector follows no weights`);
  const channels = outputShape[2];
  const { gain, offset } = gainAndOffset(norm);
  return {
    ...{ name, op: 'floatConvolution', inputs, inputShape, outputShape, inputType, outputType },
    ...{ mw: 1, mh: channels, groups: channels, biased: true },
    ...{ kernel: [1, 1], stride: [1, 1], dilation: [1, 1], padding: { top: 0, left: 0, bottom: 0, right: 0 } },
    parameters: { weights: Float32Array.from(gain), bias: Float32Array.from(offset) },
  };
}

function withNorm<Layer extends FloatMatrixLayer>(layer: Layer, norm: FloatBatchNormLayer): Layer {
  const { weights, bias } = requireFloatParameters<FloatMatrixLayer>(layer);
  const { gain, offset } = gainAndOffset(norm);
  return {
    ...layer,
    biased: true,
    parameters: {
      weights: weights.map((weight, index) => weight * gain[Math.floor(index / layer.mw)]),
      bias: Float32Array.from(gain, (factor, row) => (bias?.[row] ?? 0) * factor + offset[row]),
    },
  };
}

function gainAndOffset(norm: FloatBatchNormLayer): { readonly gain: Float64Array; readonly offset: Float64Array } {
  const { weights, bias, mean, variance } = requireFloatParameters(norm);
  const gain = Float64Array.from(weights, (weight, channel) => weight / Math.sqrt(variance[channel] + norm.epsilon));
  return { gain, offset: gain.map((factor, channel) => bias[channel] - mean[channel] * factor) };
}

/** Whether it averages maps of one pixel, and so gives what it reads. */
export function isOnePixel({ op, inputShape, outputShape }: FloatLayer): boolean {
  return op === 'floatMean' && elements(inputShape) === elements(outputShape);
}
