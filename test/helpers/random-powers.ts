import fc from 'fast-check';
import type { DataType } from '../../sim/nn/data-type.js';
import { scaleOf } from '../../sim/nn/fix-position.js';
import { elements, isIntegerMatrixLayer, type Network } from '../../sim/nn/network.js';
import { parseNetwork } from '../../sim/nn/network-file.js';
import { type Random, randomFrom, randomPixels } from './random-layer.js';

/** What a case draws of a layer; what does not fit its input is brought to what does. */
interface Draft {
  readonly op: (typeof OPS)[number];
  /** Layers between it and the one that it reads, and the other one where it reads two. */
  readonly back: readonly [number, number];
  readonly outputs: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly depthwise: boolean;
  readonly leaky: boolean;
  /** The ranges of ReLU and ReLU6 on the DPU. */
  readonly clamp: readonly [0, 127] | readonly [0, 96] | undefined;
  readonly biasShift: number;
  readonly shift: number;
  readonly position: number;
}

const OPS = [
  'integerConvolution',
  'integerConvolution',
  'integerFullyConnected',
  'add',
  'averagePool',
  'integerMaxPool',
  'concat',
  'upsample',
  'spaceToDepth',
] as const;

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly position: number;
}

/** Networks of up to five layers with the DPU's arithmetic, with parameters; extremes among the numbers. */
export const randomPowers: fc.Arbitrary<{
  /** The network's file. */
  readonly text: string;
  readonly network: Network;
  readonly pixels: Uint8Array;
  readonly images: number;
}> = fc
  .record({
    shape: fc.tuple(upTo(7), upTo(7), upTo(20)),
    drafts: fc.array(draft(), { minLength: 1, maxLength: 5 }),
    images: upTo(2),
    extreme: fc.boolean(),
    seed: fc.integer(),
  })
  .map(({ shape, drafts, images, extreme, seed }) => {
    const tensors: Tensor[] = [{ name: 'input', shape, position: 4 }];
    const layers = drafts.map((drafted, index) => realize(`L${index}`, drafted, tensors));
    const text = JSON.stringify({
      schema: 'qcycle.network/1',
      name: 'random',
      input: { shape, type: typeOf(4), range: [-8, 8] },
      outputs: layers.map(({ name }) => name),
      layers,
    });
    const network = withRandomParameters(parseNetwork(text, 'random.json').network, randomFrom(seed), extreme);
    const pixels = randomPixels(randomFrom(seed), elements(shape) * images);
    return { text, network, images, pixels: extreme ? pixels.map((pixel) => (pixel < 128 ? 0 : 255)) : pixels };
  });

/** The network with random weights and biases of 8 bits; extremes are their ends. */
export function withRandomParameters(network: Network, random: Random, extreme = false): Network {
  const any = () => (extreme ? [-128, 127][random(2)] : random(256) - 128);
  return {
    ...network,
    layers: network.layers.map((layer) => {
      if (!isIntegerMatrixLayer(layer)) return layer;
      const weights = Int8Array.from({ length: layer.mh * layer.mw }, any);
      const bias = Int32Array.from({ length: layer.mh }, any);
      return { ...layer, parameters: { weights, bias, multipliers: new Int32Array() } };
    }),
  };
}

function upTo(max: number, min = 1): fc.Arbitrary<number> {
  return fc.integer({ min, max });
}

function draft(): fc.Arbitrary<Draft> {
  return fc.record({
    op: fc.constantFrom(...OPS),
    back: fc.tuple(upTo(2, 0), upTo(3, 0)),
    outputs: upTo(20),
    kernel: upTo(3),
    stride: upTo(3),
    padding: upTo(2, 0),
    depthwise: fc.boolean(),
    leaky: fc.boolean(),
    clamp: fc.constantFrom(undefined, [0, 127] as const, [0, 96] as const),
    biasShift: upTo(16, -5),
    shift: upTo(16, 0),
    position: upTo(9, -2),
  });
}

function realize(name: string, drafted: Draft, tensors: Tensor[]) {
  const [read, other] = drafted.back.map((back) => tensors[Math.max(tensors.length - 1 - back, 0)]);
  const { op, shape, position, fields } = settled(drafted, read, other);
  tensors.push({ name, shape, position });
  return { name, op, inputs: [read.name], ...fields };
}

/** The layer that the draft becomes, and what it gives. */
function settled(drafted: Draft, read: Tensor, other: Tensor) {
  const { op, position } = drafted;
  const clamp = clampOf(drafted);
  const same = read.shape.join() === other.shape.join();
  if (op === 'add' && same) {
    const inputs = [read.name, other.name];
    return {
      op,
      shape: read.shape,
      position,
      fields: { inputs, rule: 'powerOfTwo', activation: typeOf(position), ...clamp },
    };
  }
  if (op === 'concat' && same && read.position === other.position) {
    const shape = [...read.shape.slice(0, -1), 2 * read.shape[read.shape.length - 1]];
    return { op, shape, position: read.position, fields: { inputs: [read.name, other.name], axis: shape.length - 1 } };
  }
  if (read.shape.length === 3 && op !== 'integerFullyConnected') return settledMap(drafted, read);
  const fields = { outputFeatures: drafted.outputs, ...requantization(drafted) };
  return { op: 'integerFullyConnected', shape: [drafted.outputs], position, fields };
}

function settledMap(drafted: Draft, { shape: [height, width, channels], position: given }: Tensor) {
  const { op, outputs, stride, depthwise, position } = drafted;
  if (op === 'upsample') {
    return { op, shape: [2 * height, 2 * width, channels], position: given, fields: { factor: 2 } };
  }
  if (op === 'spaceToDepth' && height % 2 === 0 && width % 2 === 0) {
    return { op, shape: [height / 2, width / 2, 4 * channels], position: given, fields: { block: 2 } };
  }
  const kernel = Math.min(drafted.kernel, height, width);
  const padding = Math.min(drafted.padding, kernel - 1);
  const along = (length: number) => Math.floor((length + 2 * padding - kernel) / stride) + 1;
  const windows = { kernel, stride, padding };
  const size = [along(height), along(width)];
  const clamp = clampOf(drafted);
  if (op === 'averagePool' || op === 'integerMaxPool') {
    const fields = { ...windows, activation: typeOf(position), ...clamp };
    const division = op === 'averagePool' ? { division: 'powerOfTwo' } : {};
    return { op, shape: [...size, channels], position, fields: { ...fields, ...division } };
  }
  const mh = depthwise ? channels : outputs;
  const fields = {
    outputChannels: mh,
    ...windows,
    ...(depthwise ? { groups: channels } : {}),
    ...requantization(drafted),
  };
  return { op: 'integerConvolution', shape: [...size, mh], position, fields };
}

function requantization(drafted: Draft) {
  const { biasShift, shift, leaky, position } = drafted;
  const requantize = { rule: 'powerOfTwo', biasShift, shift, leaky };
  return { requantize, activation: typeOf(position), ...clampOf(drafted) };
}

function clampOf({ clamp }: Draft): { readonly clamp?: Draft['clamp'] } {
  return clamp === undefined ? {} : { clamp };
}

function typeOf(position: number): Omit<DataType, 'narrow'> {
  return { bits: 8, encoding: 'signed', scale: scaleOf(position) };
}
