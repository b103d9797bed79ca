import { bytesOf, concatenate } from '../../../../sim/core/input/bytes.js';

/** A dict of float32 arrays as Python 2 pickles it (protocol 2), inside the .npy file of one object. */
export function pickleOf(arrays: Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>) {
  const items = Object.entries(arrays).flatMap(([name, { shape, data }]) => [
    ...text(name),
    ...reconstruct(),
    ...ascii('(K\x01('),
    ...shape.flatMap(int),
    ...ascii('t'),
    ...type('f4', '<'),
    ...ascii('\x89T'),
    ...u32(data.byteLength),
    bytesOf(data),
    ...ascii('tb'),
  ]);
  return concatenate([
    ...ascii("\x93NUMPY\x01\x00F\x00{'descr': '|O', 'fortran_order': False, 'shape': (), }".padEnd(79)),
    ...ascii('\n\x80\x02'),
    ...reconstruct(),
    ...ascii('(K\x01)'),
    ...type('O8', '|'),
    ...ascii('\x89]}('),
    ...items,
    ...ascii('uatb.'),
  ]);
}

function reconstruct(): Uint8Array[] {
  return ascii('cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R');
}

function type(name: string, byteOrder: string): Uint8Array[] {
  const built = ascii(`(K\x03U\x01${byteOrder}NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb`);
  return [...ascii('cnumpy\ndtype\n'), ...text(name), ...ascii('K\x00K\x01\x87R'), ...built];
}

function text(value: string): Uint8Array[] {
  return [...ascii('U'), Uint8Array.of(value.length), ...ascii(value)];
}

function int(value: number): Uint8Array[] {
  return [...ascii('J'), ...u32(value)];
}

function u32(value: number): Uint8Array[] {
  return [bytesOf(Uint32Array.of(value))];
}

function ascii(characters: string): Uint8Array[] {
  return [Uint8Array.from(characters, (character) => character.charCodeAt(0))];
}
