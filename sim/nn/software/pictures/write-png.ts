import { encode } from 'fast-png';
import type { Picture } from '../../data/picture.js';

/** A PNG file of a picture, 8 bits a colour. */
export function writePng({ width, height, data }: Picture): Uint8Array {
  return encode({ width, height, data, channels: 3, depth: 8 });
}
