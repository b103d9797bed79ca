/**
 * The kernels in WebAssembly SIMD: those of bit planes and, in integer/, those of integers. Tensors, vectors and weights lie in
 * memory as packed-tensor.ts and packed-network.ts say, or integer-network.ts; here addresses, strides and pitches are in bytes.
 * The classes are what wasm-runner.ts and integer-runner.ts write into memory: 32 bits a field.
 */
export { gather } from './gather';
export { binarize, lookUp, split } from './input';
export { addIntegers } from './integer/add';
export { averagePool } from './integer/average-pool';
export { convolveDepthwise } from './integer/depthwise';
export { gatherWindows } from './integer/gather';
export { maxPoolIntegers } from './integer/max-pool';
export { multiplyIntegers } from './integer/product';
export { multiply } from './matrix';
export { maxPool } from './max-pool';
