import type {
  AveragePoolStep,
  DepthwiseStep,
  PackedRequantization,
  ProductGroup,
  ProductStep,
} from './integer-network.js';
import { placeWindows } from './mapped-windows.js';
import type { MemoryLayout } from './memory-layout.js';

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
export function placeAveragePool({ windows, reciprocal }: AveragePoolStep, layout: MemoryLayout): number {
  return layout.place(Int32Array.of(placeWindows(windows, layout), windows.output[0], reciprocal));
}

/** In the order of `Requantization` in assembly/integer/requantize.ts. */
function placeRequantization(
  { bias, multipliers, floating, shift, min, max }: PackedRequantization,
  outputBytes: number,
  layout: MemoryLayout,
): number {
  const [biasAt, multipliersAt] = [layout.place(bias), layout.place(multipliers)];
  return layout.place(Int32Array.of(biasAt, multipliersAt, Number(floating), shift, min, max, outputBytes));
}
