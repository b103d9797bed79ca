import { readBytes } from '../../sim/core/input/file.js';
import { withOriginalParameters } from '../../sim/drivers/load-job.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';
import type { FeatureMapFormat } from '../../sim/nn/data/feature-map.js';
import type { Network } from '../../sim/nn/network.js';
import { sharedData } from './shared-data.js';

/** The networks of multi-layer offload with the names of their published files, relative to the shared data. */
export const OFFLOAD_NETWORKS = [
  { name: 'dorefanet', parameters: 'binparam-dorefanet.tar', pixelBytes: 96, limits: 'W1A2-overlay.json' },
  { name: 'tinier-yolo', parameters: 'binparam-tinier-yolo-nopool.tar', pixelBytes: 192, limits: 'W1A3-overlay.json' },
] as const;

export type OffloadNetwork = (typeof OFFLOAD_NETWORKS)[number];

/** A file of the original project, by its name there. */
export function offloadData(test: Mocha.Context, file: string): string {
  return sharedData(test, `qnn-mo-pynq/${file}`);
}

/** One of the networks with its published parameters. */
export function loadOffloadNetwork(test: Mocha.Context, { name, parameters }: OffloadNetwork): Network {
  return withOriginalParameters(loadNamedNetwork(name), offloadData(test, parameters));
}

/** The published first feature map of one of the networks, or the last one. */
export function testImage(test: Mocha.Context, { name }: OffloadNetwork, file: 'input' | 'verification'): Uint8Array {
  return readBytes(offloadData(test, `Test_image/${name}/${file}.bin`));
}

/** How the first feature map of a network is given, and the last one. */
export function mapFormats(
  { input, layers }: Network,
  { pixelBytes }: OffloadNetwork,
): Record<'input' | 'output', FeatureMapFormat> {
  const { outputShape, outputType } = layers[layers.length - 1];
  return {
    input: { shape: input.shape, bits: input.type.bits, pixelBytes },
    output: { shape: outputShape, bits: outputType.bits, pixelBytes },
  };
}
