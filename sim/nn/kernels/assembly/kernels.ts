/**
 * The packed kernels in WebAssembly SIMD. Tensors, vectors and weights lie in memory as packed-tensor.ts and packed-network.ts
 * say; here addresses, strides and pitches are in bytes. The classes are what wasm-runner.ts writes into memory: 32 bits a field.
 */
export { gather } from './gather';
export { binarize, lookUp, split } from './input';
export { multiply } from './matrix';
export { maxPool } from './max-pool';
