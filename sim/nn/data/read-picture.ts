import { InputError } from '../../core/input/input-error.js';
import { isJpeg, jpegOrientation, readJpeg } from './jpeg.js';
import { requireNamedFormat } from './named-format.js';
import { upright } from './orientation.js';
import type { Picture } from './picture.js';
import { isPng, readPng } from './png.js';

/** Whether a file begins as one that `readPicture` reads. */
export function isPicture(bytes: Uint8Array): boolean {
  return isPng(bytes) || isJpeg(bytes);
}

/**
 * Decodes a PNG or JPEG file.
 * @throws InputError where it is neither, damaged, or larger than can be decoded
 */
export async function readPicture(bytes: Uint8Array, file: string): Promise<Picture> {
  requireNamedFormat(bytes, file);
  if (isPng(bytes)) return readPng(bytes, file);
  if (isJpeg(bytes)) return readJpeg(bytes, file);
  throw new InputError('neither a PNG nor a JPEG file', { file });
}

/**
 * As `readPicture`, and a JPEG file is turned as the camera was held, like OpenCV's `imread` does it.
 * @throws InputError as `readPicture` does
 */
export async function readUprightPicture(bytes: Uint8Array, file: string): Promise<Picture> {
  const picture = await readPicture(bytes, file);
  return isJpeg(bytes) ? upright(picture, jpegOrientation(bytes, file)) : picture;
}
