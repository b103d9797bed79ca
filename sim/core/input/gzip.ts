import { gunzipSync } from 'node:zlib';
import { bytesOf } from './bytes.js';
import { InputError } from './input-error.js';

const MAX_BYTES = 2 ** 29;

/**
 * The inflated bytes where `bytes` are gzip (by their first two bytes), else `bytes` themselves.
 * @throws InputError where the data are damaged or inflate to more than 512 MiB
 */
export function inflateIfGzipped(bytes: Uint8Array, file: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return bytesOf(gunzipSync(bytes, { maxOutputLength: MAX_BYTES }));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new InputError(`inflates to more than ${MAX_BYTES} bytes`, { file });
    throw new InputError(`damaged gzip data: ${message}`, { file });
  }
}
