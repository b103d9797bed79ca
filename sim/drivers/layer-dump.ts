import { type NpyData, writeNpy } from '../nn/data/npy.js';
import { pixelsPerImage, type Shape } from '../nn/network.js';
import type { Job } from './job.js';
import { computeLayerCodes, type LayerCodes } from './layer-codes.js';
import { FRONT_LAYER } from './offload-front.js';

type DumpedJob = Pick<Job, 'network' | 'images' | 'pictures' | 'progress'>;

/** The output codes of a layer as an .npy file. */
export interface LayerDump {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The output of every layer for every image of a job. Shape: that of the output (height, width,
 * channels, or features), after the number of images if that is not 1. Where all feature maps were made of photos, the layer in
 * software that made them comes first.
 * @param layers codes of the executed layers; those of the functional reference where absent
 */
export function dumpLayers(job: DumpedJob, layers: readonly LayerCodes[] = computeLayerCodes(job)): LayerDump[] {
  const { network, images } = job;
  const { pixels, photos } = job.pictures!;
  const write = (name: string, shape: Shape, data: NpyData): LayerDump => {
    return { name, bytes: writeNpy({ shape: images === 1 ? shape : [images, ...shape], data }) };
  };
  const made = photos?.every((photo) => photo !== null) === true;
  const first = pixels.subarray(0, images * pixelsPerImage(network.input));
  return [
    ...(made ? [write(FRONT_LAYER, network.input.shape, first)] : []),
    ...layers.map(({ name, shape, codes }) => write(name, shape, codes)),
  ];
}
