import { InputError } from '../../core/input/input-error.js';
import { isFloatLayer, type Layer, type Network, type Size } from '../../nn/network.js';
import { windowSize } from '../../nn/windows.js';
import type { Limits } from '../architecture.js';
import { beyondPools } from './pools.js';
import { isDepthwise } from './stages.js';

/**
 * Why a layer is left to the host; undefined where the DPU runs it.
 * @throws InputError for a convolution that exceeds a limit of the hardware, or a layer that is none of integers
 */
export function whyOnHost(layer: Layer, network: Network, limits: Limits): string | undefined {
  if (isFloatLayer(layer)) {
    const quantize = 'qcycle quantize --scheme power-of-two makes them';
    throw new InputError(
      `${layer.name}: a layer of real numbers, allowed on the DPU: layers of 8-bit integers (${quantize})`,
    );
  }
  switch (layer.op) {
    case 'integerConvolution':
      if (layer.groups > 1 && !isDepthwise(layer)) return `convolves ${layer.groups} groups of channels apart`;
      requireLimits(layer, layer.kernel, layer.inputShape[2], limits);
      return undefined;
    case 'integerFullyConnected': {
      const [height, width, channels] = layer.inputShape.length === 3 ? layer.inputShape : [1, 1, layer.inputShape[0]];
      requireLimits(layer, [height, width], channels, limits);
      return undefined;
    }
    case 'integerMaxPool':
      return tooLarge(layer.kernel, limits.maxPoolKernel.value, layer.stride, limits) ?? beyondPools(layer);
    case 'averagePool':
      return tooLarge(layer.kernel, limits.averagePoolKernel.value, layer.stride, limits) ?? beyondPools(layer);
    case 'mean':
      return (
        tooLarge([layer.inputShape[0], layer.inputShape[1]], limits.averagePoolKernel.value, [1, 1], limits) ??
        beyondPools(layer)
      );
    case 'add':
    case 'upsample':
    case 'spaceToDepth':
      return undefined;
    case 'concat':
      return layer.axis === 2 ? undefined : `concatenates along axis ${layer.axis}`;
    case 'pad':
      return padIsFused(layer, network) ? undefined : 'pads what is not convolved';
    case 'reshape':
      return keepsPixels(layer) ? undefined : 'moves elements between pixels and channels';
    case 'fullyConnected':
    case 'convolution':
    case 'maxPool':
      throw new InputError(
        `${layer.name}: a layer of the kind ${layer.op}, allowed on the DPU: layers of 8-bit integers`,
      );
    default:
      return 'the DPU has no such operation';
  }
}

function tooLarge(kernel: Size, most: number, stride: Size, { stride: mostStride }: Limits): string | undefined {
  if (Math.max(...kernel) > most) return `a window of ${kernel.join(' x ')}, and the DPU has at most ${most} x ${most}`;
  if (Math.max(...stride) > mostStride.value) return `a stride of ${stride.join(' x ')}, and the DPU has at most 8`;
  return undefined;
}

function padIsFused({ name }: Layer, { layers }: Network): boolean {
  const readers = layers.filter(({ inputs }) => inputs.includes(name));
  return readers.length > 0 && readers.every(({ op }) => op === 'integerConvolution');
}

/** Whether only the name of a tensor changes, as between features and the channels of one pixel. */
function keepsPixels({ inputShape, outputShape }: Layer): boolean {
  const pixels = [inputShape, outputShape].map((shape) => (shape.length === 3 ? shape[0] * shape[1] : 1));
  return pixels[0] === 1 && pixels[1] === 1;
}

type Matrix = Extract<Layer, { mh: number }>;

function requireLimits(layer: Matrix, kernel: Size, channels: number, limits: Limits): void {
  const stride = 'stride' in layer ? layer.stride : [1, 1];
  const dilation = 'dilation' in layer ? layer.dilation : ([1, 1] as const);
  const { convKernel, weightEntries, channels: mostChannels, dilatedChannels } = limits;
  const entries = kernel[0] * kernel[1] * Math.ceil(channels / ENTRY_CHANNELS);
  const check = (what: string, found: number, { value }: { value: number }) => {
    if (found > value) throw new InputError(`${layer.name}: ${what} ${found}, allowed on the DPU: at most ${value}`);
  };
  check('kernel side', Math.max(...kernel), convKernel);
  check('stride', Math.max(...stride), limits.stride);
  check('output channels', layer.mh, mostChannels);
  check('input channels', channels, mostChannels);
  check('dilation x input channels', Math.max(...dilation) * channels, dilatedChannels);
  if (!('groups' in layer && isDepthwise(layer))) {
    check('kernel height x width x groups of 16 input channels', entries, weightEntries);
  }
  const [rows] = windowSize({ kernel, dilation });
  check('rows that a window spans', rows, { value: SPANNED_ROWS });
}

/** Channels of an entry of a bank, for the limit as the user guide states it. */
const ENTRY_CHANNELS = 16;
/** An instruction has the addresses of four slots of eight rows, whichever row it begins in. */
const SPANNED_ROWS = 25;
