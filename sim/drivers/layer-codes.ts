import type { NpyData } from '../nn/data/npy.js';
import { elements, isFloatLayer, type Layer, pixelsPerImage, type Shape } from '../nn/network.js';
import { runFloatReference } from '../nn/reference/float/network.js';
import { runReference } from '../nn/reference/network.js';
import type { Job } from './job.js';

/**
 * Output codes of an executed layer, image after image, each in the order of its shape: raw, as uint8 where the type is unsigned or
 * bipolar (0 and 1), int8 or int16 where it is signed, int32 where it has more bits; float32 of real numbers.
 */
export interface LayerCodes {
  readonly name: string;
  /** Of one image. */
  readonly shape: Shape;
  readonly codes: NpyData;
}

/** A layer as machines execute it. */
export interface ExecutedLayer {
  readonly name: string;
  /** The layer whose output it gives. */
  readonly last: Layer;
}

/** The codes of every executed layer for every image of a job, from the functional reference. */
export function computeLayerCodes({
  network,
  images,
  pictures,
  progress,
}: Pick<Job, 'network' | 'images' | 'pictures' | 'progress'>): LayerCodes[] {
  const pixelsEach = pixelsPerImage(network.input);
  const { pixels } = pictures!;
  const runOne = network.layers.some(isFloatLayer) ? runFloatReference : runReference;
  const executed = executedLayers(network.layers);
  const codes = executed.map(({ last }) => allocateCodes(last, images));
  for (let image = 0; image < images; image++) {
    const values = runOne(network, pixels.subarray(image * pixelsEach, (image + 1) * pixelsEach));
    executed.forEach(({ last }, index) => {
      codes[index].set(toCodes(last, values.get(last.name)!), image * elements(last.outputShape));
    });
    progress?.(image + 1);
  }
  return executed.map(({ name, last }, index) => ({ name, shape: last.outputShape, codes: codes[index] }));
}

/** The layers as machines execute them: a max pool that alone reads a convolution is a part of it. */
export function executedLayers(layers: readonly Layer[]): ExecutedLayer[] {
  const poolOf = (layer: Layer): Layer | undefined => {
    const [reader, ...others] = layers.filter(({ inputs }) => inputs.includes(layer.name));
    return layer.op === 'convolution' && reader?.op === 'maxPool' && others.length === 0 ? reader : undefined;
  };
  const fused = layers.map(poolOf);
  return layers
    .filter((layer) => !fused.includes(layer))
    .map((layer) => ({ name: layer.name, last: poolOf(layer) ?? layer }));
}

/** Room for the codes of some images. */
export function allocateCodes({ outputType, outputShape }: Layer, images: number): NpyData {
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
