/** What each thread of the pool runs. */
export { performWork as default } from './work.js';
