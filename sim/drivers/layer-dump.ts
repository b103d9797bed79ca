import { type NpyData, writeNpy } from '../nn/data/npy.js';
import { type Layer, pixelsPerImage } from '../nn/network.js';
import { runReference } from '../nn/reference/network.js';
import type { Job } from './job.js';

/** The output codes of a layer as an .npy file. */
export interface LayerDump {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The output of every layer for every image of a job, from the functional reference: raw codes as uint8 where the type is
 * unsigned or bipolar (0 and 1), int8 or int16 where it is signed. Shape: MH for one image, else images x MH.
 */
export function dumpLayers({ network, images, pictures, progress }: Job): LayerDump[] {
  const pixels = pictures!.pixels;
  const pixelsEach = pixelsPerImage(network.input);
  const dumps = network.layers.map((layer) => ({ layer, data: allocate(layer, images) }));
  for (let image = 0; image < images; image++) {
    const values = runReference(network, pixels.subarray(image * pixelsEach, (image + 1) * pixelsEach));
    for (const { layer, data } of dumps)
      data.set(toCodes(layer, values.get(layer.name)!), image * layer.outputFeatures);
    progress?.(image + 1);
  }
  return dumps.map(({ layer, data }) => {
    const shape = images === 1 ? [layer.outputFeatures] : [images, layer.outputFeatures];
    return { name: layer.name, bytes: writeNpy({ shape, data }) };
  });
}

function allocate({ outputType, outputFeatures }: Layer, images: number): NpyData {
  const length = images * outputFeatures;
  if (outputType.encoding !== 'signed') return new Uint8Array(length);
  return outputType.bits <= 8 ? new Int8Array(length) : new Int16Array(length);
}

function toCodes({ outputType }: Layer, values: Int32Array): Int32Array {
  return outputType.encoding === 'bipolar' ? values.map((value) => (value > 0 ? 1 : 0)) : values;
}
