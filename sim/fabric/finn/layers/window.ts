import type { Word } from '../../../core/pipeline.js';
import type { DataType } from '../../../nn/data-type.js';
import type { Padding, Shape, Size } from '../../../nn/network.js';
import { paddedSize } from '../../../nn/windows.js';
import { estimateSlidingWindow } from '../../resources/finn/sliding-window.js';
import { finnPadding, paddedBeats } from '../padding.js';
import { finnParallelWindow } from '../parallel-window.js';
import { finnSlidingWindow, windowsOf } from '../sliding-window.js';
import { finnTypeOf } from './finn-type.js';
import type { FinnOp } from './op.js';

/** Windows on a feature map, and how they are handed on. */
export interface WindowSource {
  readonly name: string;
  readonly inputShape: Shape;
  readonly inputType: DataType;
  readonly kernel: Size;
  readonly stride: Size;
  readonly dilation: Size;
  readonly padding: Padding;
  /** Channels of a beat. */
  readonly lanes: number;
  /** One window for each beat of a pixel instead of one for all its channels. */
  readonly depthwise: boolean;
  /** Whole windows a beat instead of an element. */
  readonly parallel: boolean;
  /** Code of what lies around the feature map. */
  readonly outsideCode: number;
}

/** The units that make windows: FMPadding where there is padding, and the SWG. */
export function windowOps(source: WindowSource): FinnOp[] {
  const { padding } = source;
  const isPadded = padding.top + padding.left + padding.bottom + padding.right > 0;
  return [...(isPadded ? [paddingOp(source)] : []), slidingWindowOp(source)];
}

/** FMPadding: FINN counts nothing of it; a multiplexer is one LUT for each bit of a beat. */
export function paddingOp({
  name,
  inputShape,
  inputType,
  padding,
  lanes,
  outsideCode,
}: Pick<WindowSource, 'name' | 'inputShape' | 'inputType' | 'padding' | 'lanes' | 'outsideCode'>): FinnOp {
  const [height, width, channels] = inputShape;
  const parameters = { height, width, channelFold: channels / lanes, padding };
  const outputBits = lanes * inputType.bits;
  const outputBeats = paddedBeats(parameters);
  return {
    name: `${name}.pad`,
    inputBits: [outputBits],
    output: `${name}.padded`,
    outputBits,
    outputBeats,
    cycles: outputBeats,
    cost: { lut: outputBits, bram18: 0, dsp: 0 },
    build: (place) => finnPadding(place, { ...parameters, border: everyLane(outsideCode, inputType.bits, lanes) }),
  };
}

/** A beat with the same code on every lane. */
function everyLane(code: number, bits: number, lanes: number): Word {
  let beat: Word = 0n;
  for (let lane = 0; lane < lanes; lane++) beat = (beat << BigInt(bits)) | BigInt(code);
  return beat;
}

function slidingWindowOp(source: WindowSource): FinnOp {
  const { name, inputShape, inputType, kernel, stride, dilation, padding, lanes, depthwise, parallel } = source;
  const [rows, columns, channels] = inputShape;
  const [height, width] = paddedSize([rows, columns], padding);
  const window = { height, width, channelFold: channels / lanes, kernel, stride, dilation, depthwise };
  const windows = windowsOf(window);
  const elements = kernel[0] * kernel[1];
  const elementsPerBeat = parallel ? elements : 1;
  const { cycles, lut, bram18 } = estimateSlidingWindow({
    IFMChannels: channels,
    ConvKernelDim: kernel,
    IFMDim: [height, width],
    OFMDim: windows,
    SIMD: lanes,
    Stride: stride,
    Dilation: dilation,
    depthwise: depthwise ? 1 : 0,
    parallel_window: parallel ? 1 : 0,
    inputDataType: finnTypeOf(inputType),
    ram_style: 'auto',
  });
  const swg = parallel ? finnParallelWindow : finnSlidingWindow;
  return {
    name: `${name}.swg`,
    inputBits: [lanes * inputType.bits],
    output: `${name}.window`,
    outputBits: lanes * inputType.bits * elementsPerBeat,
    outputBeats: (windows[0] * windows[1] * elements * window.channelFold) / elementsPerBeat,
    cycles,
    cost: { lut, bram18, dsp: 0 },
    build: (place) => swg(place, window),
  };
}
