import type { Block } from '../core/pipeline.js';
import type { MaxPoolLayer } from '../nn/network.js';
import type { Between } from './builder.js';
import { poolShape } from './hls/shapes.js';
import type { MaxPoolTiming } from './library-keys.js';
import { maxPoolArithmetic } from './units/layer-arithmetic.js';
import { maxPool } from './units/max-pool.js';

/** The pool of a layer: what its words are, and the unit between two streams. */
export interface LayerPool {
  /** Width of a word, a whole pixel. */
  readonly bits: number;
  /** Results of a frame. */
  readonly wordsPerFrame: number;
  readonly unit: (between: Between) => Block;
}

/**
 * A max pool as finn-hlslib has it, which both libraries take.
 * @throws InputError where it has no such pool
 */
export function layerPool(layer: MaxPoolLayer, library: MaxPoolTiming & { readonly name: string }): LayerPool {
  const { name, inputType, outputShape } = layer;
  const { maxPoolReadInterval, binaryMaxPoolReadInterval, maxPoolPhaseGap } = library;
  const [height, width, channels] = outputShape;
  const shape = poolShape(layer, library.name);
  return {
    bits: channels * inputType.bits,
    wordsPerFrame: height * width,
    unit: (between) =>
      maxPool({
        ...between,
        ...shape,
        name,
        readInterval: (inputType.bits === 1 ? binaryMaxPoolReadInterval : maxPoolReadInterval).value,
        phaseGap: maxPoolPhaseGap.value,
        arithmetic: () => maxPoolArithmetic(layer),
      }),
  };
}
