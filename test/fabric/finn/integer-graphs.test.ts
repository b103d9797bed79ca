import { expect } from 'chai';
import fc from 'fast-check';
import { simulateEvents, tick } from '../../../sim/core/index.js';
import { compile, fabricGraph, streamWords } from '../../../sim/fabric/index.js';
import { encodeValue } from '../../../sim/nn/data-type.js';
import { elements } from '../../../sim/nn/network.js';
import { createPackedMatrix, getCode, setCode } from '../../../sim/nn/packed-matrix.js';
import { runReference } from '../../../sim/nn/reference/network.js';
import { randomIntegerDesign } from '../../helpers/random-integer-graph.js';

describe('layers of integers in library finn', () => {
  it('push the words through the streams that the reference computes, for any graph, folding and depths', () => {
    fc.assert(
      fc.property(randomIntegerDesign, ({ design, pixels }) => {
        const { network, images } = design;
        const { nodes } = fabricGraph(network);
        const { name, outputType } = nodes[nodes.length - 1].layer;
        const each = pixels.length / images;
        const inputs = createPackedMatrix(images, elements(network.input.shape), network.input.type.bits);
        const expected = Array.from({ length: images }, (_, image) => {
          const values = runReference(network, pixels.subarray(image * each, (image + 1) * each));
          values.get('input')!.forEach((value, index) => {
            setCode(inputs, image, index, encodeValue(network.input.type, value));
          });
          return Array.from(values.get(name)!, (value) => encodeValue(outputType, value));
        });
        const found = streamWords(design, inputs);
        const rows = expected.map((row, image) => row.map((_, column) => getCode(found, image, column)));
        expect(rows).to.deep.equal(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('take the same cycles in both engines', () => {
    fc.assert(
      fc.property(randomIntegerDesign, ({ design }) => {
        const { pipeline } = compile(design);
        const { deadlock, ...timing } = tick(pipeline);
        expect(deadlock).to.equal(null);
        expect({ ...simulateEvents(pipeline), deadlock: undefined }).to.deep.equal({ ...timing, deadlock: undefined });
      }),
      { numRuns: 60 },
    );
  });
});
