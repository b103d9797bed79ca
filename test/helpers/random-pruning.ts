import fc from 'fast-check';
import { parse } from 'yaml';
import { isFloatParameterLayer, isIntegerMatrixLayer, type Layer, type Network } from '../../sim/nn/network.js';
import { type ChannelId, channelsOf, isDepthwise, isPrunable } from '../../sim/nn/prune/channel-groups.js';
import { Pruner } from '../../sim/nn/prune/prune.js';
import { randomFloats } from './random-floats.js';
import { randomPowers } from './random-powers.js';

/** A network with weights, and how many channels of each group shall stay. */
export interface PruningCase {
  /** The network's file. */
  readonly text: string;
  readonly network: Network;
  readonly pixels: Uint8Array;
  readonly pruner: Pruner;
  readonly counts: readonly number[];
}

/** Networks of integers and of real numbers of which some channel can go. */
export const randomPruning: fc.Arbitrary<PruningCase> = fc
  .oneof(randomPowers, randomFloats)
  .map(({ text, network, pixels, images }) => ({
    ...readByItself(text, network),
    pixels: pixels.subarray(0, pixels.length / images),
  }))
  .filter(({ network }) => !network.layers.some((layer) => layer.op === 'floatRelu' && layer.bits !== undefined))
  .map((drawn) => ({ ...drawn, pruner: new Pruner(drawn.network) }))
  .filter(({ pruner }) => pruner.rankings.some(({ channels, least }) => channels.length > least))
  .chain((drawn) =>
    fc
      .tuple(...drawn.pruner.rankings.map(({ channels, least }) => fc.integer({ min: least, max: channels.length })))
      .map((counts) => ({ ...drawn, counts })),
  );

/** The network, and its file, with no other outputs than the tensors that no layer reads. */
function readByItself(text: string, network: Network): Pick<PruningCase, 'text' | 'network'> {
  const read = new Set(network.layers.flatMap(({ inputs }) => inputs));
  const outputs = network.layers.map(({ name }) => name).filter((name) => !read.has(name));
  return { text: JSON.stringify({ ...parse(text), outputs }), network: { ...network, outputs } };
}

/** The network with zeros in the place of everything that makes the removed channels, or reads them. */
export function withZeros(network: Network, pruner: Pruner, removed: ReadonlySet<ChannelId>): Network {
  const { tensors } = pruner.channels;
  const layers = network.layers.map((layer): Layer => {
    const rows = tensors.get(layer.name)!.map((channel) => removed.has(channel));
    const inputs = tensors.get(layer.inputs[0])!.map((channel) => removed.has(channel));
    if (layer.op === 'floatBatchNorm') {
      const { weights, bias, ...rest } = layer.parameters!;
      return { ...layer, parameters: { ...rest, weights: without(weights, rows), bias: without(bias, rows) } };
    }
    if (!isPrunable(layer) || !(isIntegerMatrixLayer(layer) || isFloatParameterLayer(layer))) return layer;
    const { mw, parameters } = layer;
    const gone = (index: number) => {
      const row = Math.floor(index / mw);
      return rows[row] || (!isDepthwise(layer) && inputs[(index % mw) % channelsOf(layer.inputShape)]);
    };
    const weights = parameters!.weights.map((weight, index) => (gone(index) ? 0 : weight));
    const { bias } = parameters!;
    return {
      ...layer,
      parameters: { ...parameters!, weights, ...(bias === undefined ? {} : { bias: without(bias, rows) }) },
    } as Layer;
  });
  return { ...network, layers };
}

function without<Kind extends Int32Array | Float32Array>(numbers: Kind, gone: readonly boolean[]): Kind {
  return numbers.map((value, index) => (gone[index] ? 0 : value)) as Kind;
}
