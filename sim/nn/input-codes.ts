import { encodeValue } from './data-type.js';
import { type Network, pixelsPerImage } from './network.js';
import { createPackedMatrix, laneBits, type PackedMatrix, setCode } from './packed-matrix.js';
import { pixelTables } from './pixel-values.js';

/**
 * The codes that the first layer reads, in lanes of `laneBits`, a row an image, for `images` images whose pixels follow each
 * other; behind those of the pixels the padding's code 0.
 */
export function inputCodes({ input }: Pick<Network, 'input'>, pixels: Uint8Array, images: number): PackedMatrix {
  const { type, paddedFeatures } = input;
  const tables = pixelTables(input).map((table) => table.map((value) => encodeValue(type, value)));
  const each = pixelsPerImage(input);
  const matrix = createPackedMatrix(images, paddedFeatures, laneBits(type.bits));
  for (let image = 0; image < images; image++) {
    for (let pixel = 0; pixel < each; pixel++) {
      setCode(matrix, image, pixel, tables[pixel % tables.length][pixels[image * each + pixel]]);
    }
  }
  return matrix;
}
