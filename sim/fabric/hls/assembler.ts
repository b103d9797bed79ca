import type { Block } from '../../core/pipeline.js';
import type { Folding } from '../../nn/folding.js';
import { type MatrixLayer, type MaxPoolLayer, vectorsPerImage } from '../../nn/network.js';
import type { HandOn } from '../assembler.js';
import type { PipelineBuilder } from '../builder.js';
import { FifoJoinedAssembler } from '../fifo-joined-assembler.js';
import { layerPool } from '../layer-pool.js';
import { matrixArithmetic } from '../units/layer-arithmetic.js';
import { mvtu, neuronFold } from '../units/mvtu.js';
import { slidingWindow, type WindowShape, windowWords } from '../units/sliding-window.js';
import { type WidthConverterParameters, widthConverter } from '../units/width-converter.js';
import type { HlsLibrary } from './library.js';
import { windowShape } from './shapes.js';

/**
 * Layers in the HLS blocks of BNN-PYNQ, with a width converter wherever two widths differ (facts/bnn-pynq.md section 4):
 * - fully connected: SIMD lanes -> MVTU -> PE lanes
 * - convolution: SIMD lanes -> sliding window -> MVTU -> PE lanes
 * - max pool: pixels -> pool -> pixels
 */
export class HlsAssembler extends FifoJoinedAssembler {
  constructor(private readonly library: HlsLibrary) {
    super();
  }

  override appendMatrix(builder: PipelineBuilder, layer: MatrixLayer, folding: Folding, handOn: HandOn): void {
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

  override appendMaxPool(builder: PipelineBuilder, layer: MaxPoolLayer, handOn: HandOn): void {
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

  protected override widthConverter(parameters: Omit<WidthConverterParameters, 'depthCycles'>): Block {
    return widthConverter({ ...parameters, depthCycles: this.library.widthConverterDepth.value });
  }
}
