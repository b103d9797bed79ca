import { deflateSync } from 'node:zlib';
import { concatenate } from '../../sim/core/input/bytes.js';
import { crc32 } from '../../sim/nn/parameters/crc32.js';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

interface PngFields {
  readonly width: number;
  readonly height: number;
  readonly depth?: number;
  /** 0 grey, 2 colours, 3 palette, 4 grey and alpha, 6 colours and alpha. */
  readonly colourType?: number;
  readonly interlace?: number;
  /** Chunks between the header and the data. */
  readonly chunks?: readonly Uint8Array[];
  /** The lines, each after the number of its filter. */
  readonly lines: readonly number[];
}

/** A chunk of a PNG file. */
export function pngChunk(type: string, content: Iterable<number>): Uint8Array {
  const named = Uint8Array.from([...new TextEncoder().encode(type), ...content]);
  return concatenate([bigEndian(named.length - 4), named, bigEndian(crc32(named))]);
}

/** A PNG file; 8-bit colours, not interlaced, unless said otherwise. */
export function pngOf(fields: PngFields): Uint8Array {
  const { width, height, depth = 8, colourType = 2, interlace = 0, chunks = [], lines } = fields;
  const header = [...bigEndian(width), ...bigEndian(height), depth, colourType, 0, 0, interlace];
  return concatenate([
    SIGNATURE,
    pngChunk('IHDR', header),
    ...chunks,
    pngChunk('IDAT', deflateSync(Uint8Array.from(lines))),
    pngChunk('IEND', []),
  ]);
}

function bigEndian(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}
