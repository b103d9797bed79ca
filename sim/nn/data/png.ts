import { inflateSync } from 'node:zlib';
import { type DecodedPng, decode, hasPngSignature } from 'fast-png';
import { ByteReader } from '../../core/input/byte-reader.js';
import { concatenate } from '../../core/input/bytes.js';
import { InputError } from '../../core/input/input-error.js';
import { showName } from '../../core/input/show.js';
import { checkPictureSize, type Picture } from './picture.js';

const SIGNATURE_BYTES = 8;
const HEADER_BYTES = 13;
/** Chunks that say what the pixels are; all others are passed over. */
const CRITICAL = ['IHDR', 'PLTE', 'IDAT', 'IEND'];

/** Channels and bit depths of the colour types (PNG specification, table 11.1). */
const COLOUR_TYPES: Readonly<Record<number, { readonly channels: number; readonly depths: readonly number[] }>> = {
  0: { channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { channels: 3, depths: [8, 16] },
  3: { channels: 1, depths: [1, 2, 4, 8] },
  4: { channels: 2, depths: [8, 16] },
  6: { channels: 4, depths: [8, 16] },
};

const INDEXED = 3;

/** First column and row and the steps between columns and rows of the passes of Adam7. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly channels: number;
  /** Whether samples are numbers of palette colours. */
  readonly indexed: boolean;
  readonly interlaced: boolean;
}

/** Whether a file begins as PNG files do. */
export function isPng(bytes: Uint8Array): boolean {
  return hasPngSignature(bytes);
}

/**
 * Decodes a PNG file. Greys, palettes and 16-bit samples become 8-bit red, green and blue; transparency is left out.
 * @throws InputError where the file is damaged, larger than can be decoded, or interlaced with samples below 8 bits
 */
export function readPng(bytes: Uint8Array, file: string): Picture {
  const { header, critical, compressed } = readChunks(bytes, file);
  checkPictureSize(header.width, header.height, file);
  checkCompressed(compressed, header, file);
  const { data, palette = [] } = refusingDamage(file, () => decode(critical, { checkCrc: true }));
  const samples = toBytes(header, data);
  const colours = header.indexed ? fromPalette(samples, palette, file) : fromChannels(samples, header.channels);
  return { width: header.width, height: header.height, data: colours };
}

function readChunks(bytes: Uint8Array, file: string) {
  const reader = new ByteReader(bytes, file, 'big');
  const kept = [reader.take(SIGNATURE_BYTES, 'signature')];
  const compressed: Uint8Array[] = [];
  let header: Header | undefined;
  for (let type = ''; type !== 'IEND'; ) {
    const start = reader.offset;
    const length = reader.u32('length of a chunk');
    type = String.fromCharCode(...reader.take(4, 'type of a chunk'));
    const content = reader.take(length, showName(type));
    reader.take(4, `CRC of ${showName(type)}`);
    if (header === undefined) header = readHeader(type, content, reader, start);
    else if (type === 'IHDR') throw reader.error('a second header', start);
    if (type === 'IDAT') compressed.push(content);
    if (CRITICAL.includes(type)) kept.push(bytes.subarray(start, reader.offset));
  }
  return { header: header!, critical: concatenate(kept), compressed: concatenate(compressed) };
}

function readHeader(type: string, content: Uint8Array, reader: ByteReader, start: number): Header {
  if (type !== 'IHDR' || content.length !== HEADER_BYTES) {
    const found = `found ${showName(type)} of ${content.length} bytes`;
    throw reader.error(`${found}, expected IHDR of ${HEADER_BYTES}`, start);
  }
  const view = new DataView(content.buffer, content.byteOffset);
  const [depth, colourType, interlace] = [content[8], content[9], content[12]];
  const colours = COLOUR_TYPES[colourType];
  if (colours?.depths.includes(depth) !== true) {
    throw reader.error(`found ${depth}-bit samples of colour type ${colourType}, which PNG does not have`, start);
  }
  if (interlace === 1 && depth < 8)
    throw reader.error('interlaced with samples below 8 bits, which is not read', start);
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    depth,
    channels: colours.channels,
    indexed: colourType === INDEXED,
    interlaced: interlace === 1,
  };
}

/** Refuses data that do not inflate to exactly the lines of the picture, before anything larger is allocated. */
function checkCompressed(compressed: Uint8Array, header: Header, file: string): void {
  const expected = inflatedBytes(header);
  const { length } = refusingDamage(file, () => inflateSync(compressed, { maxOutputLength: expected }));
  if (length < expected) throw new InputError(`damaged PNG data: ${length} bytes, expected ${expected}`, { file });
}

/** Every line has a byte before it that names its filter. */
function inflatedBytes({ width, height, depth, channels, interlaced }: Header): number {
  const bytes = (columns: number, rows: number) =>
    columns > 0 && rows > 0 ? rows * (1 + Math.ceil((columns * depth * channels) / 8)) : 0;
  if (!interlaced) return bytes(width, height);
  return ADAM7.reduce(
    (sum, [x, y, xStep, yStep]) => sum + bytes(Math.ceil((width - x) / xStep), Math.ceil((height - y) / yStep)),
    0,
  );
}

/** The decoders tell of damage by errors of all kinds. */
function refusingDamage<T>(file: string, decoder: () => T): T {
  try {
    return decoder();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const problem = code === 'ERR_BUFFER_TOO_LARGE' ? 'more than the picture needs' : message;
    throw new InputError(`damaged PNG data: ${problem}`, { file });
  }
}

/** Samples of a byte each: greys stretched to 0 to 255, of 16 bits the upper 8, and the numbers of palette colours as they are. */
function toBytes({ width, height, depth, indexed }: Header, data: DecodedPng['data']): Uint8Array {
  if (data instanceof Uint16Array) return new Uint8Array(data.map((sample) => sample >>> 8));
  if (depth === 8) return new Uint8Array(data);
  const samples = new Uint8Array(width * height);
  const lineBytes = Math.ceil((width * depth) / 8);
  const most = 2 ** depth - 1;
  const factor = indexed ? 1 : 255 / most;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const shift = 8 - depth - (bit & 7);
      samples[y * width + x] = ((data[y * lineBytes + (bit >>> 3)] >>> shift) & most) * factor;
    }
  }
  return samples;
}

/** The colours of samples of 1 to 4 channels: greys become colours, and the last of 2 or 4 channels is left out. */
function fromChannels(samples: Uint8Array, channels: number): Uint8Array {
  const colours = new Uint8Array((samples.length / channels) * 3);
  const green = channels < 3 ? 0 : 1;
  for (let from = 0, to = 0; to < colours.length; from += channels, to += 3) {
    colours[to] = samples[from];
    colours[to + 1] = samples[from + green];
    colours[to + 2] = samples[from + 2 * green];
  }
  return colours;
}

function fromPalette(samples: Uint8Array, palette: NonNullable<DecodedPng['palette']>, file: string): Uint8Array {
  const colours = new Uint8Array(samples.length * 3);
  samples.forEach((sample, pixel) => {
    const colour = palette[sample];
    if (colour === undefined) throw new InputError(`damaged PNG data: no colour ${sample} in the palette`, { file });
    colours.set(colour.slice(0, 3), pixel * 3);
  });
  return colours;
}
