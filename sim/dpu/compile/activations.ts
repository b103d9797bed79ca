import { InputError } from '../../core/input/input-error.js';
import type { Layer } from '../../nn/network.js';
import { outputRange, type Range } from '../../nn/output-range.js';
import type { Activation } from './operations.js';

const INT8: Range = { min: -128, max: 127 };
const RELU: Range = { min: 0, max: 127 };
/** 6 at fix position 4, which the DPU clamps to whatever the position. (facts/dpu.md section 5.3) */
const RELU6: Range = { min: 0, max: 96 };

/**
 * The activation that is fused with a layer, as the range shows it that its results are clamped to.
 * @throws InputError for a layer with the DPU's arithmetic whose results are clamped as the DPU cannot
 */
export function activationOf(layer: Layer): Activation {
  const isLeaky = 'requantization' in layer && layer.requantization.rule === 'powerOfTwo' && layer.requantization.leaky;
  const range = outputRange(layer);
  if (!hasPowersOfTwo(layer)) return range.min < 0 ? 'none' : 'relu';
  if (isSame(range, INT8)) return isLeaky ? 'leakyRelu' : 'none';
  // Where nothing below 0 is left, it does not matter what a leaky ReLU makes of it.
  if (isSame(range, RELU)) return 'relu';
  if (isSame(range, RELU6)) return 'relu6';
  const allowed = isLeaky
    ? '-128 to 127 with a leaky ReLU, 0 to 127, or 0 to 96'
    : '-128 to 127, 0 to 127 (ReLU), or 0 to 96 (ReLU6)';
  throw new InputError(`${layer.name}: results from ${range.min} to ${range.max}, allowed on the DPU: ${allowed}`);
}

/** Whether a layer computes as the DPU does; others are compiled for their time alone. */
function hasPowersOfTwo(layer: Layer): boolean {
  if ('requantization' in layer) return layer.requantization.rule === 'powerOfTwo';
  return 'rule' in layer && layer.rule === 'powerOfTwo';
}

function isSame(a: Range, b: Range): boolean {
  return a.min === b.min && a.max === b.max;
}
