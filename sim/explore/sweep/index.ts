export { contentKey, keyOf } from './key.js';
export { type ServeOptions, serveQueue } from './serve.js';
export { ResultStore } from './store.js';
export { Sweeper, type SweepOptions, type SweepProgress, sweep } from './sweeper.js';
export type { ResultOf, Work } from './work.js';
