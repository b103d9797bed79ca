import { divisors } from '../../nn/divisors.js';
import type { Layer } from '../../nn/network.js';
import { hasMatrix } from '../has-matrix.js';
import { foldingIn, isInLutRam, type Overlay } from '../overlay.js';
import { layOut, mostLanes } from './layers/lay-out.js';
import type { LayerChoice } from './layers/op.js';
import type { FinnLibrary } from './library.js';

/**
 * How an overlay lays layers onto lanes. Layers without weights for which it names none have the fewest lanes that keep up with
 * the slowest layer with weights.
 */
export function choicesOf(layers: readonly Layer[], overlay: Overlay, library: FinnLibrary): LayerChoice[] {
  const cyclesOf = (layer: Layer, choice: LayerChoice) =>
    Math.max(...layOut(layer, choice, library).map(({ cycles }) => cycles));
  const given = layers.map((layer): LayerChoice | undefined => {
    const folding = foldingIn(overlay, layer);
    if (folding === undefined) return undefined;
    return {
      ...folding,
      weights: isInLutRam(overlay, layer, 'weights') ? 'lut' : 'block',
      products: overlay.dsp?.includes(layer.name) === true ? 'dsp' : 'lut',
    };
  });
  const slowest = Math.max(0, ...layers.map((layer, index) => (hasMatrix(layer) ? cyclesOf(layer, given[index]!) : 0)));
  return layers.map((layer, index) => {
    const found = given[index];
    if (found !== undefined) return found;
    const choices = divisors(mostLanes(layer).pe).map((pe) => ({ pe, simd: 1, ...USUAL_PLACES }));
    return choices.find((choice) => cyclesOf(layer, choice) <= slowest) ?? choices[choices.length - 1];
  });
}

const USUAL_PLACES = { weights: 'block', products: 'lut' } as const;
