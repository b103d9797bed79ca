import { windowCountsOf } from '../../sim/gap8/kernels/any-window.js';
import { outputSize } from '../../sim/gap8/kernels/window.js';
import type { ProgramLayer } from '../../sim/gap8/program.js';

/** What the kernels that a layer forks do: multiply-accumulates, what overhangs included, and outputs of those that have none. */
export function forkedWork({ window }: ProgramLayer): { readonly macs: number; readonly outputs: number } {
  let [macs, outputs] = [0, 0];
  for (const instruction of window) {
    if (instruction.op !== 'fork') continue;
    const { kernel, tile } = instruction.fork;
    switch (kernel) {
      case 'pointwise':
        macs += tile.inChannels * tile.outChannels * tile.pixels;
        break;
      case 'fullyConnected':
        macs += tile.inputs * tile.outputs;
        break;
      case 'depthwise':
      case 'convolution': {
        const { outWidth, outHeight } = outputSize('test', tile, kernel === 'depthwise' ? tile.stride : 2);
        const channels = kernel === 'depthwise' ? tile.channels : tile.inChannels * tile.outChannels;
        macs += 9 * channels * outWidth * outHeight;
        break;
      }
      case 'im2col':
      case 'depthwiseWindow': {
        const channels = kernel === 'im2col' ? tile.inChannels * tile.outChannels : tile.channels;
        macs += tile.kernelHeight * tile.kernelWidth * channels * windowCountsOf('test', tile).outputs;
        break;
      }
      case 'maxPool':
      case 'averageWindow':
        outputs += tile.channels * windowCountsOf('test', tile).outputs;
        break;
      case 'averagePool':
        outputs += tile.channels;
        break;
      case 'add':
      case 'scale':
        outputs += tile.elements;
        break;
      case 'bias':
      case 'rescale':
        break;
    }
  }
  return { macs, outputs };
}
