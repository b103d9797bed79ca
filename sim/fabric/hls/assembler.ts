import type { Block } from '../../core/pipeline.js';
import type { Folding } from '../../nn/folding.js';
import { type MatrixLayer, type MaxPoolLayer, vectorsPerImage } from '../../nn/network.js';
import type { HandOn, LayerAssembler } from '../assembler.js';
import type { Between, PipelineBuilder } from '../builder.js';
import { layerPool } from '../layer-pool.js';
import { matrixArithmetic } from '../units/layer-arithmetic.js';
import { mvtu, neuronFold } from '../units/mvtu.js';
import { slidingWindow, type WindowShape, windowWords } from '../units/sliding-window.js';
import { widthConverter } from '../units/width-converter.js';
import { widthSteps } from '../widths.js';
import type { HlsLibrary } from './library.js';
import { windowShape } from './shapes.js';

/** Words of a frame on a stream. */
interface Words {
  readonly bits: number;
  readonly wordsPerFrame: number;
}

/**
 * Layers in the HLS blocks of BNN-PYNQ, with a width converter wherever two widths differ (facts/bnn-pynq.md section 4):
 * - fully connected: SIMD lanes -> MVTU -> PE lanes
 * - convolution: SIMD lanes -> sliding window -> MVTU -> PE lanes
 * - max pool: pixels -> pool -> pixels
 */
export class HlsAssembler implements LayerAssembler {
  constructor(private readonly library: HlsLibrary) {}

  appendMatrix(builder: PipelineBuilder, layer: MatrixLayer, folding: Folding, handOn: HandOn): void {
    const { name, mw, mh, inputType, outputType, parameters } = layer;
    const vectors = vectorsPerImage(layer);
    const window = layer.op === 'convolution' ? windowShape(layer, folding) : undefined;
    this.convert(builder, folding.simd * inputType.bits, { name: `${name}.in` });
    if (window !== undefined) this.appendWindow(builder, name, window);
    const result = {
      bits: folding.pe * outputType.bits,
      wordsPerFrame: vectors * neuronFold({ mh, pe: folding.pe }),
    };
    this.appendResult(builder, name, result, handOn, (between) =>
      mvtu({
        ...between,
        ...folding,
        name,
        mw,
        mh,
        vectors,
        depthCycles: this.library.mvtuDepth.value,
        arithmetic: parameters && (() => matrixArithmetic(layer, folding)),
      }),
    );
  }

  appendMaxPool(builder: PipelineBuilder, layer: MaxPoolLayer, handOn: HandOn): void {
    const { bits, wordsPerFrame, unit } = layerPool(layer, this.library);
    this.convert(builder, bits, { name: `${layer.name}.in` });
    this.appendResult(builder, layer.name, { bits, wordsPerFrame }, handOn, unit);
  }

  private appendWindow(builder: PipelineBuilder, layer: string, window: WindowShape): void {
    const { bits } = builder.end;
    builder.append({ name: `${layer}.window`, bits, wordsPerFrame: windowWords(window) }, (between) =>
      slidingWindow({
        ...between,
        ...window,
        name: `${layer}.swu`,
        depthCycles: this.library.slidingWindowDepth.value,
      }),
    );
  }

  /** A layer's last unit and, where its result words do not have the width to be handed on, a converter. */
  private appendResult(
    builder: PipelineBuilder,
    layer: string,
    result: Words,
    handOn: HandOn,
    unit: (between: Between) => Block,
  ): void {
    const bits = handOn.bits ?? result.bits;
    builder.append(bits === result.bits ? { ...handOn, ...result } : { name: `${layer}.out`, ...result }, unit);
    this.convert(builder, bits, handOn);
  }

  /** Brings the open end to a width, if it does not have it, in a stream of the given name. */
  private convert(builder: PipelineBuilder, bits: number, stream: Pick<HandOn, 'name' | 'usualDepth'>): void {
    const steps = widthSteps(builder.end.bits, bits);
    steps.forEach((outputBits, step) => {
      const { bits: inputBits, wordsPerFrame } = builder.end;
      const words = { bits: outputBits, wordsPerFrame: (wordsPerFrame * inputBits) / outputBits };
      const output = step === steps.length - 1 ? { ...stream, ...words } : { name: `${stream.name}.wide`, ...words };
      builder.append(output, (between) =>
        widthConverter({
          ...between,
          name: `${output.name}.dwc`,
          inputBits,
          outputBits,
          wordsPerFrame,
          depthCycles: this.library.widthConverterDepth.value,
        }),
      );
    });
  }
}
