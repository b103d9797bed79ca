import type { FloatParameterLayer } from '../float-layers.js';
import type { IntegerMatrixLayer } from '../integer-layers.js';
import type { Shape } from '../layer-fields.js';
import {
  elements,
  isFloatMatrixLayer,
  isFloatParameterLayer,
  isIntegerMatrixLayer,
  type Layer,
  type Network,
} from '../network.js';
import { type ChannelId, type Channels, channelsOf, isDepthwise, isPrunable } from './channel-groups.js';

/** The same network without some channels, and without their weights where it has some: the same layers, dense. */
export function removeChannels(network: Network, { tensors }: Channels, removed: ReadonlySet<ChannelId>): Network {
  const keptOf = new Map([...tensors].map(([name, channels]) => [name, placesKept(channels, removed)]));
  const shapes = new Map<string, Shape>();
  const layers = network.layers.map((layer): Layer => {
    const [first] = layer.inputs;
    const inputShape = shapes.get(first) ?? layer.inputShape;
    const own: Kept = { inputs: keptOf.get(first)!, outputs: keptOf.get(layer.name)! };
    const outputShape = prunedShape(layer, own);
    shapes.set(layer.name, outputShape);
    const inputShapes = layer.inputs.map((name, index) => shapes.get(name) ?? shapeOfInput(layer, index));
    return withParameters(
      { ...withShapes(layer, inputShape, outputShape), ...sumShapes(layer, inputShapes) } as Layer,
      layer,
      own,
    );
  });
  return { ...network, layers };
}

/** Places of the channels of a layer's input and output that stay. */
interface Kept {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

function placesKept(channels: readonly ChannelId[], removed: ReadonlySet<ChannelId>): number[] {
  return channels.flatMap((channel, place) => (removed.has(channel) ? [] : place));
}

/** The last axis loses channels. */
function prunedShape({ outputShape }: Layer, { outputs }: Kept): Shape {
  return [...outputShape.slice(0, -1), outputs.length];
}

function shapeOfInput(layer: Layer, index: number): Shape {
  return layer.op === 'concat' || layer.op === 'floatConcat' ? layer.inputShapes[index] : layer.inputShape;
}

/** What a concatenation has beside the usual shapes. */
function sumShapes({ op }: Layer, inputShapes: readonly Shape[]): { readonly inputShapes?: readonly Shape[] } {
  return op === 'concat' || op === 'floatConcat' ? { inputShapes } : {};
}

function withShapes(layer: Layer, inputShape: Shape, outputShape: Shape): Layer {
  const shaped = { ...layer, inputShape, outputShape };
  if (!isPrunable(shaped)) return shaped;
  const mh = channelsOf(outputShape);
  if (shaped.op === 'integerFullyConnected' || shaped.op === 'floatFullyConnected') {
    return { ...shaped, mh, mw: elements(inputShape) };
  }
  const groups = isDepthwise(layer) ? mh : shaped.groups;
  return { ...shaped, mh, groups, mw: (elements(shaped.kernel) * channelsOf(inputShape)) / groups };
}

/** @param layer with the shapes that it will have, and the parameters that it had */
function withParameters(layer: Layer, before: Layer, kept: Kept): Layer {
  if (isIntegerMatrixLayer(layer)) return prunedIntegers(layer, before as IntegerMatrixLayer, kept);
  return isFloatParameterLayer(layer) ? prunedFloats(layer, before as FloatParameterLayer, kept) : layer;
}

function prunedIntegers(layer: IntegerMatrixLayer, before: IntegerMatrixLayer, kept: Kept): Layer {
  if (before.parameters === undefined) return layer;
  const { weights, bias, multipliers } = before.parameters;
  return {
    ...layer,
    parameters: {
      weights: prunedMatrix(weights, before, kept),
      bias: picked(bias, kept.outputs),
      multipliers: multipliers.length === 0 ? multipliers : picked(multipliers, kept.outputs),
    },
  };
}

function prunedFloats(layer: FloatParameterLayer, before: FloatParameterLayer, kept: Kept): Layer {
  if (isFloatMatrixLayer(layer) && isFloatMatrixLayer(before)) {
    if (before.parameters === undefined) return layer;
    const { weights, bias } = before.parameters;
    const parameters = {
      weights: prunedMatrix(weights, before, kept),
      ...(bias === undefined ? {} : { bias: picked(bias, kept.outputs) }),
    };
    return { ...layer, parameters };
  }
  if (layer.op !== 'floatBatchNorm' || layer.parameters === undefined) return layer;
  const { weights, bias, mean, variance } = layer.parameters;
  return {
    ...layer,
    parameters: {
      weights: picked(weights, kept.outputs),
      bias: picked(bias, kept.outputs),
      mean: picked(mean, kept.outputs),
      variance: picked(variance, kept.outputs),
    },
  };
}

type Numbers = Int8Array | Int32Array | Float32Array;

/** The rows of the channels that stay, and of each the columns of those that it reads. */
function prunedMatrix<Kind extends Numbers>(weights: Kind, before: Layer & { readonly mw: number }, kept: Kept): Kind {
  const columns = columnsOf(before, kept.inputs);
  const places = kept.outputs.flatMap((row) => columns.map((column) => row * before.mw + column));
  return picked(weights, places);
}

/** Channels are innermost, for each pixel of a window or of a whole map. */
function columnsOf(layer: Layer & { readonly mw: number }, inputs: readonly number[]): number[] {
  if (isDepthwise(layer)) return Array.from({ length: layer.mw }, (_, tap) => tap);
  const grouped = 'groups' in layer && layer.groups > 1;
  if (grouped) return Array.from({ length: layer.mw }, (_, column) => column);
  const channels = channelsOf(layer.inputShape);
  return Array.from({ length: layer.mw / channels }, (_, pixel) =>
    inputs.map((index) => pixel * channels + index),
  ).flat();
}

function picked<Kind extends Numbers>(numbers: Kind, places: readonly number[]): Kind {
  const found = numbers.slice(0, places.length) as Kind;
  places.forEach((place, index) => {
    found[index] = numbers[place];
  });
  return found;
}
