import type { Folding } from '../../sim/nn/folding.js';
import type { Network } from '../../sim/nn/network.js';
import { parseNetwork } from '../../sim/nn/network-file.js';

/** A network of fully connected layers with bipolar weights and activations, and one bit a class at the end. */
export function smallNetwork(sizes: readonly number[], weights = '{ bits: 1, encoding: bipolar }'): Network {
  const layers = sizes.slice(1).map(
    (size, index) => `
  - name: L${index}
    op: fullyConnected
    outputFeatures: ${size}
    weights: ${weights}
    accumulate: sum
    activation: ${index === sizes.length - 2 ? '{ bits: 1, encoding: unsigned }' : '{ bits: 2, encoding: signed, narrow: true }'}`,
  );
  const text = `
schema: qcycle.network/1
name: small
input: { shape: [${sizes[0]}], type: { bits: 1, encoding: bipolar }, threshold: 128, paddedFeatures: ${sizes[0]} }
output: { rule: highestSetBit, classes: [a] }
layers: ${layers.join('')}`;
  return parseNetwork(text, 'small.yaml').network;
}

/** The folding of LFC on BNN-PYNQ's overlays (facts/bnn-pynq.md section 1). */
export const LFC_FOLDINGS: readonly Folding[] = [
  { pe: 32, simd: 64 },
  { pe: 64, simd: 32 },
  { pe: 32, simd: 64 },
  { pe: 16, simd: 8 },
];
