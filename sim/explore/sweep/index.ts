export { contentKey } from './key.js';
export { type ServeOptions, serveQueue } from './serve.js';
export { Sweeper, type SweepOptions, type SweepProgress, sweep } from './sweeper.js';
export type { ResultOf, Work } from './work.js';
