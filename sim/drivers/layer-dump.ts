import { type NpyData, writeNpy } from '../nn/data/npy.js';
import { elements, isFloatLayer, type Layer, pixelsPerImage, type Shape } from '../nn/network.js';
import { runFloatReference } from '../nn/reference/float/network.js';
import { runReference } from '../nn/reference/network.js';
import type { Job } from './job.js';
import { FRONT_LAYER } from './offload-front.js';

/** The output codes of a layer as an .npy file. */
export interface LayerDump {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The output of every layer for every image of a job, from the functional reference: raw codes as uint8 where the type is
 * unsigned or bipolar (0 and 1), int8 or int16 where it is signed, int32 where it has more bits; float32 of real numbers.
 * Shape: that of the output (height, width, channels, or features), after the number of images if that is not 1. The output of
 * a convolution that only a max pool reads is that of the pool. Where all feature maps were made of photos, the layer in software that made them comes first.
 */
export function dumpLayers({
  network,
  images,
  pictures,
  progress,
}: Pick<Job, 'network' | 'images' | 'pictures' | 'progress'>): LayerDump[] {
  const { pixels, photos } = pictures!;
  const pixelsEach = pixelsPerImage(network.input);
  const runOne = network.layers.some(isFloatLayer) ? runFloatReference : runReference;
  const dumps = executedLayers(network.layers).map(({ name, last }) => ({ name, last, data: allocate(last, images) }));
  for (let image = 0; image < images; image++) {
    const values = runOne(network, pixels.subarray(image * pixelsEach, (image + 1) * pixelsEach));
    for (const { last, data } of dumps) {
      data.set(toCodes(last, values.get(last.name)!), image * elements(last.outputShape));
    }
    progress?.(image + 1);
  }
  const write = (name: string, shape: Shape, data: NpyData): LayerDump => {
    return { name, bytes: writeNpy({ shape: images === 1 ? shape : [images, ...shape], data }) };
  };
  const made = photos?.every((photo) => photo !== null) === true;
  const first = pixels.subarray(0, images * pixelsEach);
  return [
    ...(made ? [write(FRONT_LAYER, network.input.shape, first)] : []),
    ...dumps.map(({ name, last, data }) => write(name, last.outputShape, data)),
  ];
}

interface Executed {
  readonly name: string;
  /** The layer whose output it gives. */
  readonly last: Layer;
}

/** The layers as machines execute them: a max pool is a part of the convolution that nothing else reads. */
function executedLayers(layers: readonly Layer[]): Executed[] {
  const poolOf = (layer: Layer): Layer | undefined => {
    const [reader, ...others] = layers.filter(({ inputs }) => inputs.includes(layer.name));
    return layer.op === 'convolution' && reader?.op === 'maxPool' && others.length === 0 ? reader : undefined;
  };
  const fused = layers.map(poolOf);
  return layers
    .filter((layer) => !fused.includes(layer))
    .map((layer) => ({ name: layer.name, last: poolOf(layer) ?? layer }));
}

function allocate({ outputType, outputShape }: Layer, images: number): NpyData {
  const length = images * elements(outputShape);
  if (outputType.encoding === 'float') return new Float32Array(length);
  if (outputType.encoding === 'signed' && outputType.bits <= 16) {
    return outputType.bits <= 8 ? new Int8Array(length) : new Int16Array(length);
  }
  return outputType.bits <= 8 ? new Uint8Array(length) : new Int32Array(length);
}

function toCodes({ outputType }: Layer, values: Int32Array | Float32Array): Int32Array | Float32Array {
  if (outputType.encoding === 'float') return values;
  if (outputType.encoding === 'bipolar') return values.map((value) => (value > 0 ? 1 : 0));
  return values.map((value) => value + (outputType.zeroPoint ?? 0));
}
