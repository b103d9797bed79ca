/**
 * The kernels in WebAssembly SIMD: those of bit planes, in integer/ those of integers, in float/ those of real numbers. Tensors,
 * vectors and weights lie in memory as packed-tensor.ts and packed-network.ts say, integer-network.ts or float-network.ts; here
 * addresses, strides and pitches are in bytes. The classes are what the runners write into memory: 32 bits a field.
 */
export { convolveFloatDepthwise } from './float/depthwise';
export { multiplyFloats } from './float/product';
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
