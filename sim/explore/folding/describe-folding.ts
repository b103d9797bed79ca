import { isMatrixLayer, type Network } from '../../nn/network.js';
import { overlayOf } from './overlay-of.js';
import type { ChainQuestion, DesignCandidate } from './question.js';
import { intervalOf } from './search.js';
import type { Option } from './space.js';

/** A folding of a chain as a design. */
export function describeFolding(options: readonly Option[], question: ChainQuestion): DesignCandidate {
  const { network, space } = question;
  return {
    overlay: overlayOf(options, question),
    intervalCycles: intervalOf(options, space),
    energyProxy: energyProxy(network, options),
    layers: space.layers.flatMap(({ name }, index) => {
      const { folding, cycles, lut, bram18 } = options[index];
      return folding === undefined ? [] : [{ name, ...folding, cycles, lut: Math.round(lut), bram18 }];
    }),
  };
}

function energyProxy({ layers }: Network, options: readonly Option[]): number {
  return layers.reduce((sum, layer, index) => {
    const { folding, mvtuCycles } = options[index];
    if (!isMatrixLayer(layer) || folding === undefined) return sum;
    return sum + folding.pe * folding.simd * layer.weightType.bits * layer.inputType.bits * mvtuCycles;
  }, 0);
}
