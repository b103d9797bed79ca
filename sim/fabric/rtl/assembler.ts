import { InputError } from '../../core/input/input-error.js';
import type { Block } from '../../core/pipeline.js';
import type { Folding } from '../../nn/folding.js';
import { type ConvolutionLayer, type MatrixLayer, type MaxPoolLayer, vectorsPerImage } from '../../nn/network.js';
import type { HandOn } from '../assembler.js';
import type { PipelineBuilder } from '../builder.js';
import { FifoJoinedAssembler } from '../fifo-joined-assembler.js';
import { paddedBeats } from '../finn/padding.js';
import { groupsProblem, paddingProblem, refuse } from '../hls/shapes.js';
import { neuronFold } from '../units/mvtu.js';
import type { WidthConverterParameters } from '../units/width-converter.js';
import type { RtlLibrary } from './library.js';
import { rtlMaxPool, rtlPoolProblem } from './units/max-pool.js';
import { rtlMvtu, rtlMvtuProblem } from './units/mvtu.js';
import { rtlPadding } from './units/padding.js';
import { rtlSlidingWindow, rtlWindowWords } from './units/sliding-window.js';
import { rtlWidthConverter } from './units/width-converter.js';

/**
 * Layers in our own RTL, with a width converter wherever two widths differ and a FIFO between all units:
 * - fully connected: MVTU
 * - convolution: padding (where there is some) -> sliding window -> MVTU
 * - max pool: max pool
 */
export class RtlAssembler extends FifoJoinedAssembler {
  constructor(private readonly library: RtlLibrary) {
    super();
  }

  override appendMatrix(builder: PipelineBuilder, layer: MatrixLayer, folding: Folding, handOn: HandOn): void {
    const { name, mh, inputType, outputType } = layer;
    refuse(name, rtlMvtuProblem(layer), this.library.name);
    this.convert(builder, folding.simd * inputType.bits, { name: `${name}.in` });
    if (layer.op === 'convolution') this.appendWindow(builder, layer, folding);
    const result = {
      bits: folding.pe * outputType.bits,
      wordsPerFrame: vectorsPerImage(layer) * neuronFold({ mh, pe: folding.pe }),
    };
    this.appendResult(builder, name, result, handOn, (between) =>
      rtlMvtu({ ...between, name }, layer, folding, { depthCycles: this.library.mvtuDepth.value }),
    );
  }

  override appendMaxPool(builder: PipelineBuilder, layer: MaxPoolLayer, handOn: HandOn): void {
    const { name, kernel, stride, padding, inputType, inputShape, outputShape } = layer;
    const [height, width, channels] = inputShape;
    const shape = { height, width, channels, kernel, type: inputType };
    const apart = stride.join() === kernel.join();
    const overlap = `found a stride of ${stride.join(' x ')}, allowed: ${kernel.join(' x ')}, the kernel`;
    refuse(name, paddingProblem(padding) ?? (apart ? rtlPoolProblem(shape) : overlap), this.library.name);
    const bits = channels * inputType.bits;
    this.convert(builder, bits, { name: `${name}.in` });
    const result = { bits, wordsPerFrame: outputShape[0] * outputShape[1] };
    this.appendResult(builder, name, result, handOn, (between) => rtlMaxPool({ ...between, name }, shape));
  }

  private appendWindow(builder: PipelineBuilder, layer: ConvolutionLayer, { simd }: Folding): void {
    const { name, kernel, stride, dilation, padding, groups, inputShape } = layer;
    const [height, width, channels] = inputShape;
    refuse(name, groupsProblem(groups), this.library.name);
    if (channels % simd !== 0) {
      const found = `found SIMD ${simd}, allowed: a divisor of the ${channels} channels`;
      throw new InputError(`layer ${name}: ${found} (block library rtl)`);
    }
    const channelFold = channels / simd;
    const { bits } = builder.end;
    const { top, left, bottom, right } = padding;
    if (top + left + bottom + right > 0) {
      const map = { height, width, channelFold, padding };
      builder.append({ name: `${name}.padded`, bits, wordsPerFrame: paddedBeats(map) }, (between) =>
        rtlPadding({ ...between, name: `${name}.pad`, bits }, map),
      );
    }
    const window = {
      height: height + top + bottom,
      width: width + left + right,
      channelFold,
      kernel,
      stride,
      dilation,
    };
    builder.append({ name: `${name}.window`, bits, wordsPerFrame: rtlWindowWords(window) }, (between) =>
      rtlSlidingWindow({
        ...between,
        name: `${name}.swu`,
        bits,
        window,
        depthCycles: this.library.slidingWindowDepth.value,
      }),
    );
  }

  protected override widthConverter(parameters: Omit<WidthConverterParameters, 'depthCycles'>): Block {
    return rtlWidthConverter(parameters);
  }
}
