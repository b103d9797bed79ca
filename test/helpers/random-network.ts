import fc from 'fast-check';
import { BIPOLAR, BIT, type DataType, TERNARY, thresholdCount } from '../../sim/nn/data-type.js';
import type { FullyConnectedLayer, LayerParameters, Network } from '../../sim/nn/network.js';
import { createPackedMatrix, type PackedMatrix, setCode } from '../../sim/nn/packed-matrix.js';

/** A network with all its parameters, and pictures for it. */
export interface RandomCase {
  readonly network: Network;
  readonly pixels: Uint8Array;
  readonly images: number;
}

/** Random integers below a limit, the same for the same seed (xorshift). */
export type Random = (limit: number) => number;

export function randomFrom(seed: number): Random {
  let state = seed | 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * limit);
  };
}

/** Networks of every layer that the packed kernels know, of any size up to about 300, each layer reading any earlier one. */
export function randomCase(): fc.Arbitrary<RandomCase> {
  const layer = fc.record({
    outputFeatures: fc.integer({ min: 1, max: 200 }),
    outputType: fc.constantFrom(BIPOLAR, TERNARY),
    matches: fc.boolean(),
    back: fc.integer({ min: 0, max: 3 }),
  });
  const last = fc.record({
    outputFeatures: fc.integer({ min: 1, max: 70 }),
    outputType: fc.constantFrom(BIPOLAR, TERNARY, BIT),
    matches: fc.boolean(),
    back: fc.constant(0),
  });
  return fc
    .record({
      pixelsEach: fc.integer({ min: 1, max: 300 }),
      padding: fc.integer({ min: 0, max: 70 }),
      threshold: fc.integer({ min: 0, max: 255 }),
      hidden: fc.array(layer, { maxLength: 3 }),
      last,
      images: fc.integer({ min: 1, max: 5 }),
      seed: fc.integer(),
    })
    .map(({ pixelsEach, padding, threshold, hidden, last, images, seed }) => {
      const random = randomFrom(seed);
      const tensors = [{ name: 'input', features: pixelsEach + padding, type: BIPOLAR }];
      const layers = [...hidden, last].map(({ outputFeatures, outputType, matches, back }, index) => {
        const source = tensors[Math.max(index - back, 0)];
        const name = `L${index}`;
        tensors.push({ name, features: outputFeatures, type: outputType });
        return randomLayer(random, {
          name,
          op: 'fullyConnected',
          inputs: [source.name],
          inputFeatures: source.features,
          outputFeatures,
          inputType: source.type,
          weightType: BIPOLAR,
          outputType,
          accumulate: matches && source.type === BIPOLAR ? 'matches' : 'sum',
        });
      });
      const network = {
        ...networkOf(layers, [pixelsEach]),
        input: { shape: [pixelsEach], type: BIPOLAR, threshold, paddedFeatures: pixelsEach + padding },
      };
      return { network, images, pixels: randomPixels(random, pixelsEach * images) };
    });
}

/** Layers of `sizes` features, one after the other, with 1-bit weights and random parameters. */
export function randomChain(random: Random, sizes: readonly number[], activation: DataType, output: DataType): Network {
  const layers = sizes.slice(1).map((outputFeatures, index) =>
    randomLayer(random, {
      name: `L${index}`,
      op: 'fullyConnected',
      inputs: [index === 0 ? 'input' : `L${index - 1}`],
      inputFeatures: sizes[index],
      outputFeatures,
      inputType: index === 0 ? BIPOLAR : activation,
      weightType: BIPOLAR,
      outputType: index === sizes.length - 2 ? output : activation,
      accumulate: activation === BIPOLAR ? 'matches' : 'sum',
    }),
  );
  return networkOf(layers, [sizes[0]]);
}

/** A network of these layers, with ten classes. */
export function networkOf(layers: readonly FullyConnectedLayer[], shape: readonly number[]): Network {
  return {
    name: 'random',
    description: '',
    input: { shape, type: layers[0].inputType, threshold: 128, paddedFeatures: layers[0].inputFeatures },
    classes: Array.from({ length: 10 }, (_, index) => `${index}`),
    classRule: 'highestSetBit',
    layers,
  };
}

export function randomPixels(random: Random, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, () => random(256));
}

/** The layer with random weights; thresholds lie where the accumulators are, or at the ends of 16 bits. */
export function randomLayer(random: Random, layer: FullyConnectedLayer): FullyConnectedLayer {
  const { inputFeatures, outputFeatures, weightType, outputType, accumulate } = layer;
  const perRow = thresholdCount(outputType);
  const middle = accumulate === 'matches' ? inputFeatures / 2 : 0;
  const spread = Math.ceil(2 * Math.sqrt(inputFeatures));
  const threshold = () =>
    random(10) === 0 ? [-32768, 32767][random(2)] : Math.floor(middle) + random(2 * spread + 1) - spread;
  const rows = Array.from({ length: outputFeatures }, () =>
    Array.from({ length: perRow }, threshold).sort((a, b) => a - b),
  );
  const parameters: LayerParameters = {
    weights: randomCodes(random, outputFeatures, inputFeatures, weightType.bits),
    thresholds: Int32Array.from(rows.flat()),
  };
  return { ...layer, parameters };
}

function randomCodes(random: Random, rows: number, columns: number, bits: number): PackedMatrix {
  const codes = createPackedMatrix(rows, columns, bits);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) setCode(codes, row, column, random(2 ** bits));
  }
  return codes;
}
