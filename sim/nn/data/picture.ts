import { InputError } from '../../core/input/input-error.js';

/** A picture of 8-bit colours. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each pixel, row by row. */
  readonly data: Uint8Array;
}

const MAX_PIXELS = 2 ** 26;

/** @throws InputError for a size, as a file's header gives it, that is no picture's or too large to be decoded */
export function checkPictureSize(width: number, height: number, file: string): void {
  if (width >= 1 && height >= 1 && width * height <= MAX_PIXELS) return;
  throw new InputError(`a picture of ${width} x ${height} pixels, allowed: 1 to ${MAX_PIXELS} pixels`, { file });
}
