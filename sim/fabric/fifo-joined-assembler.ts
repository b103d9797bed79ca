import type { Block } from '../core/pipeline.js';
import type { Folding } from '../nn/folding.js';
import type { MatrixLayer, MaxPoolLayer } from '../nn/network.js';
import type { HandOn, LayerAssembler } from './assembler.js';
import type { Between, PipelineBuilder } from './builder.js';
import type { WidthConverterParameters } from './units/width-converter.js';
import { widthSteps } from './widths.js';

/** Words of a frame on a stream. */
export interface Words {
  readonly bits: number;
  readonly wordsPerFrame: number;
}

/** Lays layers out in the units of a library whose units are joined by FIFOs, with a width converter wherever two widths differ. */
export abstract class FifoJoinedAssembler implements LayerAssembler {
  abstract appendMatrix(builder: PipelineBuilder, layer: MatrixLayer, folding: Folding, handOn: HandOn): void;
  abstract appendMaxPool(builder: PipelineBuilder, layer: MaxPoolLayer, handOn: HandOn): void;

  /** The library's width converter between two streams, one of whose widths divides the other. */
  protected abstract widthConverter(parameters: Omit<WidthConverterParameters, 'depthCycles'>): Block;

  /** A layer's last unit and, where its result words do not have the width to be handed on, a converter. */
  protected appendResult(
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
  protected convert(builder: PipelineBuilder, bits: number, stream: Pick<HandOn, 'name' | 'usualDepth'>): void {
    const steps = widthSteps(builder.end.bits, bits);
    steps.forEach((outputBits, step) => {
      const { bits: inputBits, wordsPerFrame } = builder.end;
      const words = { bits: outputBits, wordsPerFrame: (wordsPerFrame * inputBits) / outputBits };
      const output = step === steps.length - 1 ? { ...stream, ...words } : { name: `${stream.name}.wide`, ...words };
      builder.append(output, (between) =>
        this.widthConverter({ ...between, name: `${output.name}.dwc`, inputBits, outputBits, wordsPerFrame }),
      );
    });
  }
}
