/** The public API: load a network, run it on a machine, say where every cycle went. */
export * from './core/index.js';
export * from './drivers/index.js';
export * from './explore/index.js';
export * from './fabric/index.js';
export * from './nn/index.js';
export * from './report/index.js';
