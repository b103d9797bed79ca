import { InputError } from '../../core/input/input-error.js';
import type { Folding } from '../../nn/folding.js';
import { type ConvolutionLayer, type MatrixLayer, type MaxPoolLayer, vectorsPerImage } from '../../nn/network.js';
import type { HandOn, LayerAssembler } from '../assembler.js';
import type { Between, Parts, PipelineBuilder } from '../builder.js';
import { groupsProblem, refuse } from '../hls/shapes.js';
import { layerPool } from '../layer-pool.js';
import { paddedWords } from '../units/padding.js';
import { widthSteps } from '../widths.js';
import { accumulatorType, mvuBody, thresholdingBody } from './arithmetic.js';
import { finnFifo } from './fifo.js';
import type { FinnLibrary, MvuCore } from './library.js';
import { finnMvu } from './matrix-vector.js';
import { finnPadding } from './padding.js';
import { finnParallelWindow } from './parallel-window.js';
import { finnSlidingWindow, type WindowParameters, windowsOf } from './sliding-window.js';
import { finnThresholding } from './thresholding.js';
import type { UnitPlace } from './unit.js';
import { finnWidthConverter } from './width-converter.js';

/** Widest operands of the core for 4 bits. */
const NARROW_BITS = 4;

/**
 * Layers in FINN's RTL blocks, with a width converter wherever two widths differ and a FIFO behind each layer:
 * - fully connected: MVU -> thresholding
 * - convolution: FMPadding (where there is padding) -> SWG -> MVU -> thresholding
 * - max pool: the HLS block that FINN takes too
 */
export class FinnAssembler implements LayerAssembler {
  constructor(private readonly library: FinnLibrary) {}

  appendMatrix(builder: PipelineBuilder, layer: MatrixLayer, folding: Folding, handOn: HandOn): void {
    const { name, inputType } = layer;
    this.convert(builder, folding.simd * inputType.bits, `${name}.in`);
    if (layer.op === 'convolution') this.appendWindow(builder, layer, folding);
    this.appendMvu(builder, layer, folding);
    if (layer.thresholded) this.appendThresholds(builder, layer, folding);
    this.handOn(builder, name, handOn);
  }

  appendMaxPool(builder: PipelineBuilder, layer: MaxPoolLayer, handOn: HandOn): void {
    const { bits, wordsPerFrame, unit } = layerPool(layer, this.library);
    this.convert(builder, bits, `${layer.name}.in`);
    builder.append({ name: `${layer.name}.pooled`, bits, wordsPerFrame }, unit);
    this.handOn(builder, layer.name, handOn);
  }

  private appendWindow(builder: PipelineBuilder, layer: ConvolutionLayer, { simd }: Folding): void {
    const { name, kernel, stride, dilation, padding, groups, inputShape } = layer;
    const [height, width, channels] = inputShape;
    refuse(name, groupsProblem(groups), this.library.name);
    if (channels % simd !== 0) {
      const found = `found SIMD ${simd}, allowed: a divisor of the ${channels} channels`;
      throw new InputError(`layer ${name}: ${found} (block library finn)`);
    }
    const channelFold = channels / simd;
    const { top, left, bottom, right } = padding;
    if (top + left + bottom + right > 0) {
      const parameters = { height, width, channelFold, padding };
      this.append(builder, `${name}.pad`, `${name}.padded`, { wordsPerFrame: paddedWords(parameters) }, (place) =>
        finnPadding(place, parameters),
      );
    }
    const window: WindowParameters = {
      height: height + top + bottom,
      width: width + left + right,
      channelFold,
      kernel,
      stride,
      dilation,
      depthwise: false,
    };
    const [down, across] = windowsOf(window);
    const elements = kernel[0] * kernel[1];
    const wordsPerFrame = down * across * elements * channelFold;
    const swg = elements === 1 ? finnParallelWindow : finnSlidingWindow;
    this.append(builder, `${name}.swg`, `${name}.window`, { wordsPerFrame }, (place) => swg(place, window));
  }

  private appendMvu(builder: PipelineBuilder, layer: MatrixLayer, folding: Folding): void {
    const { name, mw, mh, inputType, weightType, parameters } = layer;
    const neuronFold = mh / folding.pe;
    const core: MvuCore = Math.max(inputType.bits, weightType.bits) <= NARROW_BITS ? 'dsp48-4bit' : 'dsp48-8bit';
    const words = {
      bits: folding.pe * accumulatorType(layer).bits,
      wordsPerFrame: vectorsPerImage(layer) * neuronFold,
    };
    const unit = {
      core,
      neuronFold,
      synapseFold: mw / folding.simd,
      createBody: parameters && (() => mvuBody(layer, folding)),
    };
    this.append(builder, name, `${name}.sums`, words, (place) => finnMvu(place, unit, this.library));
  }

  private appendThresholds(builder: PipelineBuilder, layer: MatrixLayer, folding: Folding): void {
    const { name, outputType, parameters } = layer;
    const words = { bits: folding.pe * outputType.bits, wordsPerFrame: builder.end.wordsPerFrame };
    const unit = {
      outputBits: outputType.bits,
      deepPipeline: false,
      createBody: parameters && (() => thresholdingBody(layer, folding)),
    };
    this.append(builder, `${name}.thresholding`, `${name}.codes`, words, (place) =>
      finnThresholding(place, unit, this.library),
    );
  }

  /** Brings the result to the width in which it is handed on, through the FIFO between two layers. */
  private handOn(builder: PipelineBuilder, layer: string, { bits, ...stream }: HandOn): void {
    this.convert(builder, bits ?? builder.end.bits, `${layer}.out`);
    const { bits: width, wordsPerFrame } = builder.end;
    builder.appendFifo({ ...stream, bits: width, wordsPerFrame }, (between, depth) =>
      finnFifo(this.place(builder, `${stream.name}.fifo`, between, width), { depth }),
    );
  }

  /** Brings the open end to a width, if it does not have it, in a stream of the given name. */
  private convert(builder: PipelineBuilder, bits: number, stream: string): void {
    const steps = widthSteps(builder.end.bits, bits);
    steps.forEach((outputBits, step) => {
      const { bits: inputBits, wordsPerFrame } = builder.end;
      const words = { bits: outputBits, wordsPerFrame: (wordsPerFrame * inputBits) / outputBits };
      const output = step === steps.length - 1 ? stream : `${stream}.wide`;
      this.append(builder, `${output}.dwc`, output, words, finnWidthConverter);
    });
  }

  /** Appends a unit whose output beats are as wide as its input beats, unless `words` says otherwise. */
  private append(
    builder: PipelineBuilder,
    name: string,
    output: string,
    words: { readonly bits?: number; readonly wordsPerFrame: number },
    unit: (place: UnitPlace) => Parts,
  ): void {
    const bits = words.bits ?? builder.end.bits;
    builder.appendParts({ name: output, bits, wordsPerFrame: words.wordsPerFrame }, (between) =>
      unit(this.place(builder, name, between, bits)),
    );
  }

  private place(builder: PipelineBuilder, name: string, between: Between, outputBits: number): UnitPlace {
    const { bits: inputBits, wordsPerFrame } = builder.end;
    const { input, output, frames } = between;
    return { name, input, output, inputBits, outputBits, inputBeats: frames * wordsPerFrame };
  }
}
