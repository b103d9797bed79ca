import { ByteReader } from '../../../core/input/byte-reader.js';
import { showName } from '../../../core/input/show.js';
import { decodeArray, isNpy, type NpyArray, readNpyHeader } from '../../data/npy.js';
import { PickledArray, type PickledValue } from './pickled-values.js';
import { Unpickler } from './unpickler.js';

/**
 * Reads the arrays of a pickled Python dict, plain or as `numpy.save` writes it: pickle protocols 0 to 5 of Python 3, and 2 of
 * Python 2. Only what numpy's arrays in a dict need is understood of them; nothing is looked up or called.
 * @returns the arrays by their keys
 * @throws InputError with the byte offset, where the file holds anything else
 */
export function readPickledArrays(bytes: Uint8Array, file: string): Map<string, NpyArray> {
  const reader = new ByteReader(bytes, file, 'little');
  if (isNpy(bytes)) expectOneObject(reader);
  const start = reader.offset;
  const dict = onlyElement(new Unpickler(reader).run());
  if (!(dict instanceof Map)) throw reader.error('the pickled object is not a dict of arrays', start);
  let left = bytes.length;
  const decode = ([key, value]: [string, PickledValue]): [string, NpyArray] => {
    const refuse = (problem: string) => reader.error(`${showName(key)}: ${problem}`, start);
    if (!(value instanceof PickledArray) || !(value.content instanceof Uint8Array)) throw refuse('not an array');
    const { layout, content } = value;
    const take = (count: number) => {
      if (content.length !== count) throw refuse(`found ${content.length} bytes, expected ${count}`);
      left -= count;
      if (left < 0) throw refuse('its bytes are also those of another array');
      return content;
    };
    return [key, decodeArray(layout, take, refuse)];
  };
  return new Map([...dict].map(decode));
}

function expectOneObject(reader: ByteReader): void {
  const { layout, offset } = readNpyHeader(reader);
  if (layout.descr === '|O' && layout.shape.length === 0) return;
  throw reader.error('not a single object, expected a pickled dict of arrays', offset);
}

/** What an array of a single object holds; anything else as it is. */
function onlyElement(value: PickledValue): PickledValue {
  if (!(value instanceof PickledArray) || !Array.isArray(value.content)) return value;
  return value.content.length === 1 ? value.content[0] : value;
}
