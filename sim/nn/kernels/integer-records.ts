import type {
  AddStep,
  AveragePoolStep,
  DepthwiseStep,
  MaxPoolStep,
  PackedMove,
  PackedRequantization,
  ProductGroup,
  ProductStep,
} from './integer-network.js';
import { placeWindows } from './mapped-windows.js';
import type { MemoryLayout } from './memory-layout.js';

/** Numbers of rules in assembly/integer. */
const RULES: readonly PackedRequantization['rule'][] = ['shift', 'scale', 'leaky'];
const AVERAGE_RULES: readonly AveragePoolStep['rule'][] = ['floor', 'reciprocal', 'move'];

/** Address of a record in the order of `Product` in assembly/integer/product.ts. */
export function placeProduct(step: ProductStep, group: ProductGroup, layout: MemoryLayout): number {
  const requantization = placeRequantization(group.requantization, step.outputBytes, layout);
  const { columns } = step;
  return layout.place(Int32Array.of(columns + (columns % 2), group.rows, layout.place(group.weights), requantization));
}

/** Address of a record in the order of `Depthwise` in assembly/integer/depthwise.ts. */
export function placeDepthwise(step: DepthwiseStep, layout: MemoryLayout): number {
  const requantization = placeRequantization(step.requantization, step.outputBytes, layout);
  const { windows, weights } = step;
  return layout.place(
    Int32Array.of(placeWindows(windows, layout), windows.output[0], layout.place(weights), requantization),
  );
}

/** Address of a record in the order of `AveragePool` in assembly/integer/average-pool.ts. */
export function placeAveragePool({ windows, rule, factor, move }: AveragePoolStep, layout: MemoryLayout): number {
  const [lying, [height]] = [placeWindows(windows, layout), windows.output];
  return layout.place(Int32Array.of(lying, height, AVERAGE_RULES.indexOf(rule), factor, placeMove(move, layout)));
}

/** Address of a record in the order of `IntegerMaxPool` in assembly/integer/max-pool.ts. */
export function placeMaxPool({ windows, move }: MaxPoolStep, layout: MemoryLayout): number {
  return layout.place(Int32Array.of(placeWindows(windows, layout), windows.output[0], placeMove(move, layout)));
}

/** Address of a record in the order of `Add` in assembly/integer/add.ts. */
export function placeAdd({ outputs, read, move }: AddStep, layout: MemoryLayout): number {
  return layout.place(Int32Array.of(outputs, ...read, placeMove(move, layout)));
}

/** In the order of `Move` in assembly/integer/move.ts. */
function placeMove({ shift, min, max }: PackedMove, layout: MemoryLayout): number {
  return layout.place(Int32Array.of(Math.max(shift, 0), Math.max(-shift, 0), min, max));
}

/** In the order of `Requantization` in assembly/integer/requantize.ts. */
function placeRequantization(
  { rule, bias, multipliers, shift, min, max }: PackedRequantization,
  outputBytes: number,
  layout: MemoryLayout,
): number {
  const [biasAt, multipliersAt] = [layout.place(bias), layout.place(multipliers)];
  return layout.place(Int32Array.of(biasAt, multipliersAt, RULES.indexOf(rule), shift, min, max, outputBytes));
}
