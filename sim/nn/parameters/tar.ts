import { ByteReader } from '../../core/input/byte-reader.js';

const BLOCK = 512;
/** Regular files: of ustar, of the first tars, and contiguous ones. */
const REGULAR = ['0', '\0', '7'];
const LONG_NAME = 'L';

/**
 * The regular files of a tar archive (ustar, with GNU's long names) by their full names; views of the archive.
 * Folders, links and the extended headers of pax are passed over.
 * @throws InputError with the byte offset, where the archive is damaged or truncated
 */
export function readTar(bytes: Uint8Array, file: string): Map<string, Uint8Array> {
  const reader = new ByteReader(bytes, file, 'big');
  const files = new Map<string, Uint8Array>();
  let longName: string | undefined;
  for (;;) {
    const start = reader.offset;
    const header = reader.take(BLOCK, 'next header');
    if (header.every((byte) => byte === 0)) return files;
    if (octal(header, 148, 8) !== checksum(header))
      throw reader.error('not a tar header: its checksum is wrong', start);
    const size = octal(header, 124, 12);
    if (size === undefined) throw reader.error('the size is not an octal number', start + 124);
    const name = longName ?? headerName(header);
    const content = reader.take(size, name);
    reader.take((BLOCK - (size % BLOCK)) % BLOCK, `padding of ${name}`);
    const kind = String.fromCharCode(header[156]);
    if (REGULAR.includes(kind)) files.set(name, content);
    longName = kind === LONG_NAME ? field(content, 0, size) : undefined;
  }
}

/** The name, with the prefix that only POSIX archives have in its place. */
function headerName(header: Uint8Array): string {
  const name = field(header, 0, 100);
  const prefix = field(header, 257, 6) === 'ustar' ? field(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Sum of the header's bytes, with blanks for the checksum itself. */
function checksum(header: Uint8Array): number {
  return header.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 32 : byte), 0);
}

function octal(header: Uint8Array, start: number, length: number): number | undefined {
  const digits = field(header, start, length).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

/** Text up to the first zero byte. */
function field(bytes: Uint8Array, start: number, length: number): string {
  return new TextDecoder().decode(bytes.subarray(start, start + length)).split('\0', 1)[0];
}
