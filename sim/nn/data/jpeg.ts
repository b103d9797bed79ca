import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import createDecoder from '@jsquash/jpeg/codec/dec/mozjpeg_dec.js';
import { initEmscriptenModule } from '@jsquash/jpeg/utils.js';
import { ByteReader } from '../../core/input/byte-reader.js';
import { InputError } from '../../core/input/input-error.js';
import { type Orientation, orientationIn } from './orientation.js';
import { checkPictureSize, type Picture } from './picture.js';

const DECODER = '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm';
const START_OF_IMAGE = 0xffd8;
const START_OF_SCAN = 0xda;
/** Where cameras write how they were held. */
const APPLICATION_1 = 0xe1;
/** Any number of these may come before a marker. */
const FILL = 0xff;
/** Markers 0xC0 to 0xCF begin a frame, except three. */
const NO_FRAMES = [0xc4, 0xc8, 0xcc];
/** Only CMYK, plain or as YCCK, has as many. */
const CMYK_COLOURS = 4;

let compiled: WebAssembly.Module | undefined;

/** Whether a file begins as JPEG files do. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/**
 * Decodes a JPEG file with mozjpeg, which gives exactly the pixels of libjpeg-turbo. How the camera was held is ignored, see
 * `jpegOrientation`.
 * @throws InputError where the file is damaged, larger than can be decoded, or of other colours than RGB and grey
 */
export async function readJpeg(bytes: Uint8Array, file: string): Promise<Picture> {
  const { width, height } = readFrameSize(bytes, file);
  checkPictureSize(width, height, file);
  const { data } = await decode(bytes, file);
  const pixels = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < pixels.length; from += 4, to += 3) {
    pixels[to] = data[from];
    pixels[to + 1] = data[from + 1];
    pixels[to + 2] = data[from + 2];
  }
  return { width, height, data: pixels };
}

/** How the camera was held, upright where a JPEG file does not tell. @throws InputError where the file is damaged */
export function jpegOrientation(bytes: Uint8Array, file: string): Orientation {
  for (const { kind, segment } of headerSegments(new ByteReader(bytes, file, 'big'))) {
    const orientation = kind === APPLICATION_1 ? orientationIn(segment) : undefined;
    if (orientation !== undefined) return orientation;
  }
  return 1;
}

/** The size that the frame header gives. */
function readFrameSize(bytes: Uint8Array, file: string): { readonly width: number; readonly height: number } {
  const reader = new ByteReader(bytes, file, 'big');
  let last: Segment | undefined;
  for (last of headerSegments(reader));
  const { segment, start } = last!;
  if (segment.length < 6) throw reader.error('the frame header is too short', start);
  if (segment[5] === CMYK_COLOURS) throw reader.error('found CMYK, allowed: RGB and grey', start);
  return { height: segment[1] * 256 + segment[2], width: segment[3] * 256 + segment[4] };
}

interface Segment {
  /** Second byte of its marker. */
  readonly kind: number;
  readonly segment: Uint8Array;
  /** Offset of its marker. */
  readonly start: number;
}

/** The segments up to the first frame header, which is the last. */
function* headerSegments(reader: ByteReader): Generator<Segment, void> {
  if (reader.u16('start of image') !== START_OF_IMAGE) throw reader.error('not a JPEG file', 0);
  for (;;) {
    const start = reader.offset;
    const marker = reader.take(2, 'marker');
    if (marker[0] !== 0xff) throw reader.error(`found the byte ${marker[0]}, expected a marker`, start);
    let kind = marker[1];
    while (kind === FILL) [kind] = reader.take(1, 'marker');
    if (kind === START_OF_SCAN) throw reader.error('a scan without a frame before it', start);
    const segment = reader.take(reader.u16('length of a segment') - 2, 'segment');
    yield { kind, segment, start };
    if (kind >>> 4 === 0xc && !NO_FRAMES.includes(kind)) return;
  }
}

/** Red, green, blue and opacity. What the decoder says of the data is always about damage. */
async function decode(bytes: Uint8Array, file: string): Promise<{ readonly data: Uint8ClampedArray }> {
  compiled ??= new WebAssembly.Module(readFileSync(createRequire(import.meta.url).resolve(DECODER)));
  const messages: string[] = [];
  const printErr = (message: string) => messages.push(message);
  // A decoder of its own for each picture: damaged data end the program that it is.
  const decoder = await initEmscriptenModule(createDecoder, compiled, { print: printErr, printErr });
  const damaged = (message?: string) => new InputError(`damaged JPEG data: ${message ?? 'no picture'}`, { file });
  try {
    const picture = decoder.decode(bytes, false);
    if (picture !== null && messages.length === 0) return picture;
  } catch (error) {
    throw damaged(messages.at(-1) ?? (error as Error).message);
  }
  throw damaged(messages.at(-1));
}
