import { expect } from 'chai';
import fc from 'fast-check';
import { LIBRARY_NAMES, streamWords } from '../../sim/fabric/index.js';
import { encodeValue } from '../../sim/nn/data-type.js';
import { elements, type Network } from '../../sim/nn/network.js';
import { createPackedMatrix, getCode, type PackedMatrix, setCode } from '../../sim/nn/packed-matrix.js';
import { runReference } from '../../sim/nn/reference/network.js';
import { randomDesign } from '../helpers/random-design.js';

/** The codes that a network's first layer reads of each image, and those that the reference gives of its last one. */
function referenceCodes(network: Network, pixels: Uint8Array, images: number) {
  const { input, layers } = network;
  const last = layers[layers.length - 1];
  const inputs = createPackedMatrix(images, input.paddedFeatures, input.type.bits);
  const outputs = createPackedMatrix(images, elements(last.outputShape), last.outputType.bits);
  const each = pixels.length / images;
  for (let image = 0; image < images; image++) {
    const values = runReference(network, pixels.subarray(image * each, (image + 1) * each));
    const store = (matrix: PackedMatrix, name: string, type: typeof input.type) =>
      values.get(name)!.forEach((value, index) => {
        setCode(matrix, image, index, encodeValue(type, value));
      });
    store(inputs, 'input', input.type);
    store(outputs, last.name, last.outputType);
  }
  return { inputs, outputs };
}

function rowsOf(matrix: PackedMatrix): number[][] {
  const row = (image: number) => Array.from({ length: matrix.columns }, (_, column) => getCode(matrix, image, column));
  return Array.from({ length: matrix.rows }, (_, image) => row(image));
}

describe('streamWords', () => {
  for (const library of LIBRARY_NAMES) {
    it(`gives what the reference computes, for any layers, foldings, widths and depths, in library ${library}`, () => {
      fc.assert(
        fc.property(randomDesign({ library }), ({ design, pixels }) => {
          const { inputs, outputs } = referenceCodes(design.network, pixels, design.images);
          expect(rowsOf(streamWords(design, inputs))).to.deep.equal(rowsOf(outputs));
        }),
        { numRuns: 200 },
      );
    });
  }
});
