import { createHash } from 'node:crypto';
import { thisModel } from './model.js';
import type { Work } from './work.js';

/** What names a piece of work by its content: the SHA-256 of the work and of the model that performs it, in hexadecimal. */
export function contentKey(work: Work): string {
  return keyOf(work);
}

/** The same of anything that JSON can hold. */
export function keyOf(content: unknown): string {
  return createHash('sha256')
    .update(`${thisModel().digest}\n${canonicalJson(content)}`)
    .digest('hex');
}

/**
 * JSON in which the keys of every object are in order, so that equal values have equal texts.
 * @throws TypeError for what JSON cannot hold
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) {
    return JSON.stringify(value);
  }
  if (typeof value !== 'object' || !isPlain(value))
    throw new TypeError(`${String(value)} is nothing that JSON can hold`);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  const members = entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
