import type { FoldingSpace, LayerSpace, Option } from './space.js';

/** Bits of a weight word up to which SIMD grows before PE does (FINN's mvau_wwidth_max). */
const MAX_WEIGHT_WORD_BITS = 36;

/**
 * What FINN's SetFolding makes of a target (facts/finn.md section 4): each layer's SIMD and then its PE grow through the divisors
 * until its cycles are below the target; where a layer misses it, all are folded once more for the slowest one's cycles. It
 * looks at no resources and no neighbours.
 * @returns an option for each layer
 */
export function setFolding({ layers }: FoldingSpace, targetCycles: number, weightBits: readonly number[]): Option[] {
  const foldFor = (target: number) => layers.map((layer, index) => foldLayer(layer, target, weightBits[index]));
  const first = foldFor(targetCycles);
  const slowest = Math.max(...first.map(({ cycles }) => cycles));
  return slowest < targetCycles ? first : foldFor(slowest + 1);
}

function foldLayer({ options }: LayerSpace, target: number, weightBits: number): Option {
  const at = (pe: number, simd: number) =>
    options.find(({ folding }) => folding?.pe === pe && folding.simd === simd) ?? options[0];
  const choices = (lanes: 'pe' | 'simd') =>
    [...new Set(options.flatMap(({ folding }) => (folding === undefined ? [] : [folding[lanes]])))].sort(
      (a, b) => a - b,
    );
  let [pe, simd] = [1, 1];
  for (const wider of choices('simd')) {
    if (wider * weightBits > MAX_WEIGHT_WORD_BITS || at(pe, simd).cycles < target) break;
    simd = wider;
  }
  for (const more of choices('pe')) {
    if (at(pe, simd).cycles < target) break;
    pe = more;
  }
  return at(pe, simd);
}
