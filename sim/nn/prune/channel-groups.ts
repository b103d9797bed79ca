import { InputError } from '../../core/input/input-error.js';
import { elements, isFloatMatrixLayer, isIntegerMatrixLayer, type Layer, type Network } from '../network.js';
import { DisjointSets } from './disjoint-sets.js';

/** Layers with a matrix of weights that can lose rows and columns. */
export type PrunableLayer = Extract<
  Layer,
  { op: 'integerConvolution' | 'integerFullyConnected' | 'floatConvolution' | 'floatFullyConnected' }
>;

/** Channels of several layers that are one and the same, because sums join them: they stay together, or go. */
export type ChannelId = number;

/** Channels that belong together, because layers make them together, and share a sensitivity. */
export interface ChannelGroup {
  /** That of the first layer that makes them. */
  readonly name: string;
  readonly channels: readonly ChannelId[];
  /** Layers that make them: each has a row of weights for some of the channels, or for all. */
  readonly producers: readonly string[];
  /** Depthwise convolutions that filter them. */
  readonly filters: readonly string[];
  /** Whether a sum joins channels of several layers. */
  readonly joined: boolean;
}

/** The channels of a network. */
export interface Channels {
  readonly groups: readonly ChannelGroup[];
  /** Channels along the last axis of each tensor, by its name. */
  readonly tensors: ReadonlyMap<string, readonly ChannelId[]>;
}

/**
 * The channels of a network of integers or of real numbers, and which belong together. Those of the input stay, those of what
 * software reads, and those around convolutions with groups that are not depthwise; they are in no group.
 * @throws InputError for a layer of codes, whose weights are packed for streams
 */
export function findChannels(network: Network): Channels {
  const finder = new ChannelFinder();
  const [first] = network.layers;
  const tensors = new Map([['input', finder.create(channelsOf(first.inputShape), true)]]);
  for (const layer of network.layers) {
    const inputs = layer.inputs.map((name) => tensors.get(name)!);
    tensors.set(layer.name, outputChannels(layer, inputs, finder));
  }
  const last = network.layers[network.layers.length - 1];
  for (const name of network.outputs ?? [last.name]) finder.freeze(tensors.get(name)!);
  const settled = new Map([...tensors].map(([name, channels]) => [name, channels.map((id) => finder.same.find(id))]));
  return { tensors: settled, groups: groupsOf(network, settled, finder) };
}

/** Channels of a tensor: its last axis. */
export function channelsOf(shape: readonly number[]): number {
  return shape[shape.length - 1];
}

/** Whether a layer has a matrix of weights that can lose rows and columns. */
export function isPrunable(layer: Layer): layer is PrunableLayer {
  return isIntegerMatrixLayer(layer) || isFloatMatrixLayer(layer);
}

/** Whether a layer has a kernel for each channel that it reads. */
export function isDepthwise(layer: Layer): boolean {
  if (layer.op !== 'integerConvolution' && layer.op !== 'floatConvolution') return false;
  return layer.groups > 1 && layer.groups === layer.mh && layer.groups === channelsOf(layer.inputShape);
}

/** What is known of channels while layers are gone through. */
class ChannelFinder {
  /** Channels that sums make one. */
  readonly same = new DisjointSets();
  readonly frozen = new Set<ChannelId>();
  readonly joined = new Set<ChannelId>();

  create(count: number, frozen = false): ChannelId[] {
    const channels = Array.from({ length: count }, () => this.same.create());
    if (frozen) this.freeze(channels);
    return channels;
  }

  join(a: readonly ChannelId[], b: readonly ChannelId[]): void {
    a.forEach((channel, index) => {
      this.same.join(channel, b[index]);
      this.joined.add(channel);
    });
  }

  freeze(channels: readonly ChannelId[]): void {
    for (const channel of channels) this.frozen.add(channel);
  }
}

function outputChannels(layer: Layer, inputs: readonly ChannelId[][], finder: ChannelFinder): ChannelId[] {
  const [input] = inputs;
  switch (layer.op) {
    case 'integerConvolution':
    case 'floatConvolution':
      if (isDepthwise(layer)) return input;
      if (layer.groups > 1) finder.freeze(input);
      return finder.create(layer.mh, layer.groups > 1);
    case 'integerFullyConnected':
    case 'floatFullyConnected':
      return finder.create(layer.mh);
    case 'add':
    case 'floatAdd':
      finder.join(inputs[0], inputs[1]);
      return input;
    case 'concat':
    case 'floatConcat':
      if (layer.axis === layer.outputShape.length - 1) return inputs.flat();
      for (const other of inputs.slice(1)) finder.join(input, other);
      return input;
    case 'spaceToDepth':
      return repeated(input, layer.block ** 2);
    case 'reshape':
    case 'floatReshape':
      return reshaped(layer, input, finder);
    case 'softmax':
    case 'floatSoftmax':
      finder.freeze(input);
      return input;
    case 'fullyConnected':
    case 'convolution':
    case 'maxPool':
      throw new InputError(
        `layer ${layer.name} is a ${layer.op} of codes, allowed: layers of integers or real numbers`,
      );
    default:
      return input;
  }
}

/** A vector of a map's pixels has its channels again and again; other shapes keep the last axis or cut through it. */
function reshaped(
  { inputShape, outputShape }: Pick<Layer, 'inputShape' | 'outputShape'>,
  input: ChannelId[],
  finder: ChannelFinder,
): ChannelId[] {
  if (channelsOf(outputShape) === channelsOf(inputShape)) return input;
  if (outputShape.length === 1) return repeated(input, elements(inputShape) / channelsOf(inputShape));
  finder.freeze(input);
  return finder.create(channelsOf(outputShape), true);
}

function repeated(channels: readonly ChannelId[], times: number): ChannelId[] {
  return Array.from({ length: times }, () => channels).flat();
}

/** Layers whose channels meet in a sum make one group. A group with a channel that stays has none to lose. */
function groupsOf(
  { layers }: Network,
  tensors: ReadonlyMap<string, readonly ChannelId[]>,
  { same, frozen, joined }: ChannelFinder,
): ChannelGroup[] {
  const makers = layers.filter((layer) => isPrunable(layer) && !isDepthwise(layer)).map(({ name }) => name);
  const together = new DisjointSets();
  const makerOf = new Map<ChannelId, number>();
  makers.forEach((name, maker) => {
    together.create();
    for (const channel of tensors.get(name)!) {
      const other = makerOf.get(channel);
      if (other === undefined) makerOf.set(channel, maker);
      else together.join(other, maker);
    }
  });
  const [staying, meeting] = [frozen, joined].map((ids) => new Set([...ids].map((id) => same.find(id))));
  const roots = [...new Set(makers.map((_, maker) => together.find(maker)))];
  const groups = roots.map((root): ChannelGroup => {
    const producers = makers.filter((_, maker) => together.find(maker) === root);
    const channels = [...new Set(producers.flatMap((name) => tensors.get(name)!))];
    const filters = layers.filter((layer) => isDepthwise(layer) && channels.includes(tensors.get(layer.name)![0]));
    const names = filters.map(({ name }) => name);
    const meets = channels.some((channel) => meeting.has(channel));
    return { name: producers[0], channels, producers, filters: names, joined: meets };
  });
  return groups.filter(({ channels }) => !channels.some((channel) => staying.has(channel)));
}
