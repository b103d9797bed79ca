import { modelName } from './peers.js';

/** What both sides of a queue agree on. */

/** Every key in Redis begins with it. */
export const PREFIX = 'qcycle';

/** Results, and works that failed, stay in Redis for a week: a sweep that was interrupted finds them again. */
export const KEEP_SECONDS = 7 * 24 * 3600;

/** A name that workers of another model do not listen to. */
export function queueName(): string {
  return `sweep-${modelName()}`;
}

/** Where the outcome of a work lies, as JSON. */
export function outcomeKey(contentKey: string): string {
  return `${PREFIX}:outcome:${contentKey}`;
}
