import type { Folding } from '../nn/folding.js';
import type { MatrixLayer, MaxPoolLayer } from '../nn/network.js';
import type { PipelineBuilder } from './builder.js';

/** The stream that a layer hands on. */
export interface HandOn {
  readonly name: string;
  /** Width of its words; that of the layer's own result words where absent. */
  readonly bits?: number | undefined;
  /** Depth where the overlay names none; the library's default where absent. */
  readonly usualDepth?: number;
}

/**
 * Lays a chain of layers of codes out in the units of one library. Each call appends what the layer takes to the open end of a pipeline, which
 * then is the stream that the layer hands on. The unit that does the layer's work bears the layer's name.
 */
export interface LayerAssembler {
  /** @throws InputError where the library has no unit for the layer */
  appendMatrix(builder: PipelineBuilder, layer: MatrixLayer, folding: Folding, handOn: HandOn): void;
  /** @throws InputError where the library has no unit for the layer */
  appendMaxPool(builder: PipelineBuilder, layer: MaxPoolLayer, handOn: HandOn): void;
}
