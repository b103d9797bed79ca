import { valueRange } from '../data-type.js';
import type { AveragePoolLayer } from '../integer-layers.js';
import type { Clamped, LayerFields } from '../layer-fields.js';
import { elements } from '../network.js';
import { outputRange } from '../output-range.js';
import { addShifts, averageFactor, GUARD_BITS, shiftBetween } from '../power-of-two.js';
import { reciprocalOf } from '../requantize.js';
import type { AddLayer, ConcatLayer, IntegerMaxPoolLayer } from '../tensor-layers.js';
import { NO_PADDING } from '../windows.js';
import type { AddStep, AveragePoolStep, ConcatStep, IntegerStep, MaxPoolStep, PackedMove } from './integer-network.js';
import { mapped } from './mapped-windows.js';

/** What a step is beside what it reads and gives. */
type Packed<Step extends IntegerStep> = Omit<Step, 'sources' | 'outputs' | 'outputBytes'>;

/** Bits of the registers of the kernels, and of what is shifted right in them. */
const REGISTER_BITS = 31;
const MOVED_BITS = 30;
/** Bits of addends: integers have at most 16. */
const ADDEND_BITS = 16 + GUARD_BITS;

/** An average pool for the kernel, or undefined where it does not know it. */
export function packAveragePool(layer: AveragePoolLayer): Packed<AveragePoolStep> | undefined {
  const { inputType, outputType, kernel, padding = NO_PADDING, division, clamp } = layer;
  const windows = mapped({ ...layer, dilation: [1, 1], padding }, layer);
  const taps = elements(kernel);
  if (division === 'powerOfTwo') {
    const { multiplier, shift } = averageFactor(kernel);
    const { min, max } = valueRange(inputType);
    const largest = taps * multiplier * Math.max(-min, max);
    const move = packMove(
      layer,
      Math.ceil(Math.log2(largest + 1)),
      shiftBetween(inputType.scale, outputType.scale) - shift,
    );
    return move && { op: 'averagePool', windows, rule: 'move', factor: multiplier, move };
  }
  const overhangs = Object.values(padding).some((side) => side > 0);
  if (division === 'nearest' || overhangs || clamp !== undefined) return undefined;
  const factor = division === 'floor' ? 0 : reciprocalOf(taps);
  return { op: 'averagePool', windows, rule: division, factor, move: { shift: 0, min: 0, max: 0 } };
}

/** A max pool for the kernel, or undefined where numbers would leave its registers. */
export function packMaxPool(layer: IntegerMaxPoolLayer): Packed<MaxPoolStep> | undefined {
  const { inputType, outputType } = layer;
  const move = packMove(layer, 16, shiftBetween(inputType.scale, outputType.scale));
  return move && { op: 'maxPool', windows: mapped({ ...layer, dilation: [1, 1] }, layer), move };
}

/** A sum for the kernel, or undefined where it does not know it. */
export function packAdd(layer: AddLayer): Packed<AddStep> | undefined {
  if (layer.rule !== 'powerOfTwo') return undefined;
  const [a, b] = layer.inputTypes;
  const { read, write } = addShifts([a.scale, b.scale], layer.outputType.scale);
  const move = packMove(layer, ADDEND_BITS + 1, write - GUARD_BITS);
  const shifts = [Math.min(read[0], REGISTER_BITS), Math.min(read[1], REGISTER_BITS)] as const;
  return move && { op: 'add', read: shifts, move };
}

/** Tensors one behind the other. */
export function packConcat({ axis, inputShapes, outputShape }: ConcatLayer): Packed<ConcatStep> {
  const lengths = inputShapes.map((shape) => elements(shape.slice(axis)));
  return { op: 'concat', blocks: elements(outputShape.slice(0, axis)), lengths };
}

/** How integers of so many bits, beside the sign, are moved; undefined where they would leave the kernels' registers. */
function packMove(
  layer: Pick<LayerFields, 'outputType'> & Clamped,
  bits: number,
  shift: number,
): PackedMove | undefined {
  if (bits + shift > REGISTER_BITS || (shift < 0 && (bits > MOVED_BITS || -shift > MOVED_BITS))) return undefined;
  return { shift, ...outputRange(layer) };
}
