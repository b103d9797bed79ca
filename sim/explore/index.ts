export { type DesignResult, type DesignWork, designWork } from './design-work.js';
export * from './sweep/index.js';
