import type { Reading } from './reading.js';
import type { Sums } from './signal.js';
import { gemmSums, matMulSums } from './vector-sums.js';
import { averageSums, convolutionSums, meanSums } from './window-sums.js';

/** Operators that multiply and add. */
export const SUM_OPERATORS: Readonly<Record<string, (reading: Reading) => Sums>> = {
  AveragePool: averageSums,
  Conv: convolutionSums,
  Gemm: gemmSums,
  GlobalAveragePool: meanSums,
  MatMul: matMulSums,
  ReduceMean: meanSums,
};
