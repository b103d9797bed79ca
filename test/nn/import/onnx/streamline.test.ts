import { expect } from 'chai';
import fc from 'fast-check';
import { fixPosition } from '../../../../sim/nn/fix-position.js';
import { executeGraph } from '../../../../sim/nn/import/onnx/execute-graph.js';
import { type Graph, planGraph } from '../../../../sim/nn/import/onnx/graph.js';
import { importOnnx } from '../../../../sim/nn/import/onnx/import-onnx.js';
import { readModel } from '../../../../sim/nn/import/onnx/model.js';
import { tensorOf } from '../../../../sim/nn/import/onnx/tensor.js';
import { elements, type Network, pixelsPerImage } from '../../../../sim/nn/network.js';
import { parseNetwork } from '../../../../sim/nn/network-file.js';
import { readQcw } from '../../../../sim/nn/parameters/qcw.js';
import { runReference } from '../../../../sim/nn/reference/network.js';
import { withParameters } from '../../../../sim/nn/with-parameters.js';
import { writeOnnx } from '../../../helpers/onnx-writer.js';
import { randomQonnx } from '../../../helpers/qonnx-graphs.js';
import { type Random, randomFrom, randomPixels } from '../../../helpers/random-layer.js';

const drawFrom = (seed: number) => {
  const random = randomFrom(seed);
  return (least: number, largest: number) => least + random(largest - least + 1);
};

/**
 * What the graph makes of pixels from 0 to 1, in floating point of 64 bits: height, width, channels.
 * @param brightness what each pixel's number is multiplied by
 */
function realOutputs(graph: Graph, network: Network, pixels: Uint8Array, brightness = () => 1): number[] {
  const [{ name, type, shape }] = graph.inputs;
  const channels = shape[1];
  const size = elements(shape.slice(2));
  const x = tensorOf(
    { type, shape },
    'double',
    (place) => (pixels[(place % size) * channels + Math.floor(place / size)] * brightness()) / 255,
  );
  const y = executeGraph(graph, new Map([[name, x]]), 'double').get('y')!;
  const [height, width, outputs] = network.layers[network.layers.length - 1].outputShape;
  if (outputs === undefined) return [...y.data];
  return Array.from(y.data, (_, place) => y.data[(place % outputs) * height * width + Math.floor(place / outputs)]);
}

/** As many noises as leave no doubt: a sum that should be 0 has the same sign in all of them once in 2000 times. */
const NOISES = 12;

/**
 * Whether rounding decides what the graph makes of pixels: sums of multiples of 1/255 can lie on a threshold, and are then
 * rounded to either side of it, as they are with a noise of the size of rounding. Sums of pixels that a scale of a power of two
 * quantizes are exact.
 */
function isLeftToRounding(graph: Graph, network: Network, pixels: Uint8Array, random: Random): boolean {
  if (fixPosition(network.input.type.scale) !== undefined) return false;
  const reals = realOutputs(graph, network, pixels);
  return Array.from({ length: NOISES }).some(() => {
    const noisy = realOutputs(graph, network, pixels, () => 1 + (random(2001) - 1000) * 1e-15);
    return noisy.some((real, index) => Math.abs(real - reals[index]) > 1e-9);
  });
}

describe('streamlining QONNX graphs', () => {
  it('gives layers of integers that say what the graph says', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const model = writeOnnx(randomQonnx(drawFrom(seed)));
        const { network } = importOnnx(model, 'm.onnx', { name: 'm' });
        const { name, outputType } = network.layers[network.layers.length - 1];
        const graph = planGraph(readModel(model, 'm.onnx'));
        const random = randomFrom(seed);
        for (let image = 0; image < 5; image++) {
          const pixels = randomPixels(random, pixelsPerImage(network.input));
          if (isLeftToRounding(graph, network, pixels, random)) continue;
          const found = [...runReference(network, pixels).get(name)!];
          const { gains, offsets } = network.classReals ?? {};
          const expected = realOutputs(graph, network, pixels).map((real, index) => {
            if (gains?.[index] === 0) return found[index];
            return (real - (offsets?.[index] ?? 0)) / (gains?.[index] ?? outputType.scale);
          });
          expect(found.slice(0, expected.length)).to.deep.equal(expected.map((integer) => Math.round(integer) + 0));
          for (const integer of expected) expect(Math.abs(integer - Math.round(integer))).to.be.below(1e-6);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('gives a network file and parameters that say the same as the network', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const model = writeOnnx(randomQonnx(drawFrom(seed)));
        const { yaml, parameters, network } = importOnnx(model, 'm.onnx', { name: 'm' });
        const file = parseNetwork(yaml, 'm.yaml');
        expect(file.parametersFile).to.equal('m.qcw');
        expect(withParameters(file.network, readQcw(parameters, 'm.qcw'), 'm.qcw')).to.deep.equal(network);
      }),
    );
  });
});
