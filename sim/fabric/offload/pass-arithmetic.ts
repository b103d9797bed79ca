import { matrixVector } from '../../nn/reference/matrix-vector.js';
import { decodeLanes, encodeLanes } from '../units/lanes.js';
import type { RoundArithmetic } from '../units/round-body.js';
import { activationType, type OffloadOverlay } from './overlay.js';
import type { Pass } from './program.js';

/**
 * What the MVTU does in a pass, from the words of a window to those of an output pixel. Lanes behind the last channel of
 * either have code 0. (facts/qnn-mo-pynq.md section 2.2)
 * @throws InputError if the layer has no weights
 */
export function passArithmetic({ layer, firstOutputChannel, call }: Pass, overlay: OffloadOverlay): RoundArithmetic {
  const { inputChannels, outputChannels, kernel } = call;
  const { pe, simd } = overlay;
  const apply = matrixVector(layer.convolution);
  const type = activationType(overlay);
  const pixelLanes = Math.ceil(inputChannels / simd) * simd;
  const outputLanes = Math.ceil(outputChannels / pe) * pe;
  return (words) => {
    const lanes = decodeLanes(words, simd, type);
    const window = new Int32Array(kernel ** 2 * inputChannels);
    for (let pixel = 0; pixel < kernel ** 2; pixel++) {
      const first = pixel * pixelLanes;
      window.set(lanes.subarray(first, first + inputChannels), pixel * inputChannels);
    }
    const outputs = new Int32Array(outputLanes);
    outputs.set(apply(window, firstOutputChannel, outputChannels));
    return encodeLanes(outputs, pe, type);
  };
}
