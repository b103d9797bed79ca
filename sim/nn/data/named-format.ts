import { InputError } from '../../core/input/input-error.js';
import { isJpeg } from './jpeg.js';
import { isNpy } from './npy.js';
import { isPng } from './png.js';

/** Formats that a file's ending may name. */
const FORMATS = [
  { ending: /\.jpe?g$/i, name: 'a JPEG file' },
  { ending: /\.png$/i, name: 'a PNG file' },
  { ending: /\.npy$/i, name: 'an .npy file' },
];

/**
 * Refuses a file that by its name is a JPEG, PNG or .npy file and begins as none of them.
 * @throws InputError for such a file
 */
export function requireNamedFormat(bytes: Uint8Array, file: string): void {
  const format = FORMATS.find(({ ending }) => ending.test(file));
  if (format === undefined || isJpeg(bytes) || isPng(bytes) || isNpy(bytes)) return;
  throw new InputError(`${bytes.length === 0 ? 'empty' : 'found other bytes'}, expected ${format.name}`, { file });
}
