import { expect } from 'chai';
import fc from 'fast-check';
import { compile, streamWords } from '../../sim/fabric/index.js';
import { BIPOLAR, BIT, type DataType, encodeValue, TERNARY } from '../../sim/nn/data-type.js';
import type { Folding } from '../../sim/nn/folding.js';
import type { FullyConnectedLayer, Network } from '../../sim/nn/network.js';
import { createPackedMatrix, getCode, setCode } from '../../sim/nn/packed-matrix.js';
import { runReference } from '../../sim/nn/reference/network.js';
import { divisors } from '../helpers/divisors.js';
import { designOf } from '../helpers/fabric-design.js';
import { networkOf, randomFrom, randomLayer, randomPixels } from '../helpers/random-network.js';

/** What makes a layer: its outputs, how it counts, and which of the divisors its folding is. */
interface LayerChoice {
  readonly features: number;
  readonly type: DataType;
  readonly matches: boolean;
  readonly pe: number;
  readonly simd: number;
}

function layerChoice(features: readonly number[], types: readonly DataType[]): fc.Arbitrary<LayerChoice> {
  const divisor = fc.nat(59);
  return fc.record({
    features: fc.constantFrom(...features),
    type: fc.constantFrom(...types),
    matches: fc.boolean(),
    pe: divisor,
    simd: divisor,
  });
}

/** Layers whose images of `inputs` pixels and results fill whole 64-bit words, and their foldings. */
function build(inputs: number, choices: readonly LayerChoice[], seed: number): [Network, Folding[]] {
  const random = randomFrom(seed);
  const layers = choices.map(({ features, type, matches }, index): FullyConnectedLayer => {
    const before = choices[index - 1];
    const inputType = before?.type ?? BIPOLAR;
    return randomLayer(random, {
      name: `L${index}`,
      op: 'fullyConnected',
      inputs: [index === 0 ? 'input' : `L${index - 1}`],
      inputFeatures: before?.features ?? inputs,
      outputFeatures: features,
      inputType,
      weightType: BIPOLAR,
      outputType: type,
      accumulate: matches && inputType === BIPOLAR ? 'matches' : 'sum',
    });
  });
  const foldings = layers.map(({ inputFeatures, outputFeatures }, index) => ({
    pe: pick(divisors(outputFeatures), choices[index].pe),
    simd: pick(divisors(inputFeatures), choices[index].simd),
  }));
  return [networkOf(layers, [inputs]), foldings];
}

function pick(from: readonly number[], choice: number): number {
  return from[choice % from.length];
}

describe('streamWords', () => {
  const cases = fc.record({
    inputs: fc.constantFrom(64, 128),
    hidden: fc.array(layerChoice([6, 8, 12, 20], [BIPOLAR, TERNARY]), { maxLength: 2 }),
    last: layerChoice([64, 128], [BIPOLAR, TERNARY, BIT]),
    depths: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 13, maxLength: 13 }),
    images: fc.integer({ min: 1, max: 3 }),
    seed: fc.integer(),
  });

  it('gives what the reference computes, for any folding and any depths of the streams', () => {
    fc.assert(
      fc.property(cases, ({ inputs, hidden, last, depths, images, seed }) => {
        const [network, foldings] = build(inputs, [...hidden, last], seed);
        const { streams } = compile({ ...designOf(network, foldings), images }).pipeline;
        const fifos = Object.fromEntries(streams.map(({ name }, index) => [name, depths[index]]));

        const pixels = randomPixels(randomFrom(~seed), inputs * images);
        const codes = createPackedMatrix(images, inputs, 1);
        pixels.forEach((pixel, index) => {
          setCode(codes, Math.floor(index / inputs), index % inputs, pixel >= network.input.threshold ? 1 : 0);
        });
        const results = streamWords(designOf(network, foldings, fifos), codes);

        const { name, outputType } = network.layers[network.layers.length - 1];
        for (let image = 0; image < images; image++) {
          const values = runReference(network, pixels.subarray(image * inputs, (image + 1) * inputs)).get(name)!;
          const got = Array.from(values, (_, row) => getCode(results, image, row));
          expect(got).to.deep.equal(Array.from(values, (value) => encodeValue(outputType, value)));
        }
      }),
      { numRuns: 120 },
    );
  });
});
