import type { Picture } from './picture.js';

/** How the lines of a picture lie, as cameras write it: 1 upright, to 8. (Exif 2.3, section 4.6.4, tag 274) */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const SIGNATURE = 'Exif\0\0';
const TAG = 274;
const ENTRY_BYTES = 12;
const LITTLE_ENDIAN = 0x4949;
/** Orientations in which columns run from right to left, rows from bottom to top, and rows are columns. */
const RIGHT_TO_LEFT: readonly Orientation[] = [2, 3, 7, 8];
const BOTTOM_TO_TOP: readonly Orientation[] = [3, 4, 6, 7];
const EXCHANGED: readonly Orientation[] = [5, 6, 7, 8];

/** The orientation in an application segment of a JPEG file; undefined where the segment is another one, or damaged. */
export function orientationIn(segment: Uint8Array): Orientation | undefined {
  if (String.fromCharCode(...segment.subarray(0, SIGNATURE.length)) !== SIGNATURE) return undefined;
  const tiff = segment.subarray(SIGNATURE.length);
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (view.byteLength < 8) return undefined;
  const little = view.getUint16(0) === LITTLE_ENDIAN;
  const directory = view.getUint32(4, little);
  if (directory + 2 > view.byteLength) return undefined;
  const count = view.getUint16(directory, little);
  for (let entry = 0; entry < count; entry++) {
    const at = directory + 2 + entry * ENTRY_BYTES;
    if (at + ENTRY_BYTES > view.byteLength) return undefined;
    if (view.getUint16(at, little) !== TAG) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? (value as Orientation) : undefined;
  }
  return undefined;
}

/** The picture upright. */
export function upright({ width, height, data }: Picture, orientation: Orientation): Picture {
  if (orientation === 1) return { width, height, data };
  const exchanged = EXCHANGED.includes(orientation);
  const [columns, rows] = exchanged ? [height, width] : [width, height];
  const turned = new Uint8Array(data.length);
  for (let y = 0, to = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++, to += 3) {
      const [across, down] = exchanged ? [y, x] : [x, y];
      const column = RIGHT_TO_LEFT.includes(orientation) ? width - 1 - across : across;
      const row = BOTTOM_TO_TOP.includes(orientation) ? height - 1 - down : down;
      const from = (row * width + column) * 3;
      turned[to] = data[from];
      turned[to + 1] = data[from + 1];
      turned[to + 2] = data[from + 2];
    }
  }
  return { width: columns, height: rows, data: turned };
}
