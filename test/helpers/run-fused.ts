import type { FusedLayer } from '../../sim/nn/quantize/integers/fuse.js';
import { runFloatLayer } from '../../sim/nn/reference/float/layer.js';

/** The numbers of the network's last layer, fused layer by fused layer. */
export function runFused(fused: readonly FusedLayer[], input: Float32Array): Float32Array {
  const values = new Map<string, Float32Array>([['input', input]]);
  for (const { layer, inputs, bounds: [least, largest] = [-Infinity, Infinity] } of fused) {
    const output = runFloatLayer(
      layer,
      inputs.map((name) => values.get(name)!),
    );
    values.set(
      layer.name,
      output.map((value) => Math.min(Math.max(value, least), largest)),
    );
  }
  return values.get(fused[fused.length - 1].layer.name)!;
}
