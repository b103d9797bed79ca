import { paddedSize } from '../../nn/windows.js';
import type { OffloadOverlay } from './overlay.js';
import type { ComputeCall, OffloadLayer, Pass } from './program.js';

/** Passes that so many output channels take, each of which reads the whole input again. */
export function iterationsOf(outputChannels: number, { maxOutputChannels }: OffloadOverlay): number {
  return Math.ceil(outputChannels / maxOutputChannels);
}

/**
 * The passes of a section in the order of the parameter files: all its layers for the first group, then for the next; of a
 * layer without groups its iterations. (facts/qnn-mo-pynq.md sections 2.1 and 2.2)
 */
export function passesOf(section: readonly OffloadLayer[], overlay: OffloadOverlay): Pass[] {
  const { groups, outputShape } = section[0].convolution;
  const parts = groups > 1 ? groups : iterationsOf(outputShape[2], overlay);
  return Array.from({ length: parts }, (_, part) => section.map((layer) => passOf(layer, part, parts))).flat();
}

function passOf(layer: OffloadLayer, part: number, parts: number): Pass {
  const { groups, inputShape, outputShape } = layer.convolution;
  const inputChannels = inputShape[2] / groups;
  const outputChannels = outputShape[2] / parts;
  return {
    layer,
    firstInputChannel: groups > 1 ? part * inputChannels : 0,
    firstOutputChannel: part * outputChannels,
    call: callOf(layer, inputChannels, outputChannels),
  };
}

function callOf({ convolution, pool }: OffloadLayer, inputChannels: number, outputChannels: number): ComputeCall {
  const call = {
    kernel: convolution.kernel[0],
    inputChannels,
    outputChannels,
    inputDim: convolution.inputShape[0],
    paddedDim: paddedDim(convolution),
    outputDim: convolution.outputShape[0],
  };
  if (pool === undefined) return call;
  return { ...call, pool: { inputDim: paddedDim(pool), outputDim: pool.outputShape[0], stride: pool.stride[0] } };
}

function paddedDim({ inputShape: [height, width], padding }: NonNullable<OffloadLayer[keyof OffloadLayer]>): number {
  return paddedSize([height, width], padding)[0];
}
