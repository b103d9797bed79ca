import { InputError } from './input-error.js';

/**
 * UTF-8 bytes as text, without a byte order mark.
 * @throws InputError where the bytes are not UTF-8
 */
export function decodeText(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError('not UTF-8 text', { file });
  }
}
