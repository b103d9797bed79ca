import type { HardwareModule, StreamSpec } from '../../../core/pipeline.js';

/**
 * fifo.sv, which every stream of library rtl is.
 * @param distributedDepth deepest FIFO that is no block RAM, in words
 */
export function fifoModule(
  { bits, depth }: Pick<StreamSpec, 'bits' | 'depth'>,
  distributedDepth: number,
): HardwareModule {
  return { name: 'fifo', parameters: { WIDTH: bits, DEPTH: depth, BLOCK_RAM: depth > distributedDepth ? 1 : 0 } };
}
