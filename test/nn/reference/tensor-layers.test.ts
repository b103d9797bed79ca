import { expect } from 'chai';
import { scaleOf } from '../../../sim/nn/fix-position.js';
import { parseNetwork } from '../../../sim/nn/network-file.js';
import { runReference } from '../../../sim/nn/reference/network.js';
import { inputErrorOf } from '../../helpers/input-error.js';

/** A network of one layer on a map of 2 x 4 x 1 numbers of fix position 3. */
function textOf(layer: object, position = 3): string {
  const type = { bits: 8, encoding: 'signed', scale: scaleOf(position) };
  const input = { shape: [2, 4, 1], type, range: [-128 * type.scale, 127 * type.scale] };
  return JSON.stringify({ schema: 'qcycle.network/1', name: 'one', input, layers: [{ name: 'L0', ...layer }] });
}

function run(layer: object, values: readonly number[]): number[] {
  const { network } = parseNetwork(textOf(layer), 'one.json');
  return [
    ...runReference(
      network,
      Uint8Array.from(values, (value) => value + 128),
    ).get('L0')!,
  ];
}

const MAP = [1, 2, 3, 4, -5, 6, -7, 8];
const HALF = { bits: 8, encoding: 'signed', scale: scaleOf(2) };

describe('the reference of layers without weights', () => {
  it('repeats rows and columns', () => {
    expect(run({ op: 'upsample', factor: [1, 2] }, MAP)).to.deep.equal([
      1, 1, 2, 2, 3, 3, 4, 4, -5, -5, 6, 6, -7, -7, 8, 8,
    ]);
    expect(run({ op: 'upsample', factor: [2, 1] }, MAP)).to.deep.equal([
      1, 2, 3, 4, 1, 2, 3, 4, -5, 6, -7, 8, -5, 6, -7, 8,
    ]);
  });

  it('makes a pixel of a square of pixels, row by row', () => {
    expect(run({ op: 'spaceToDepth', block: 2 }, MAP)).to.deep.equal([1, 2, -5, 6, 3, 4, -7, 8]);
  });

  it('averages with the factor of the DPU, halves up, and counts what overhangs', () => {
    const pool = { op: 'averagePool', division: 'powerOfTwo', kernel: 2 };
    expect(run(pool, MAP)).to.deep.equal([1, 2]);
    expect(run({ ...pool, activation: HALF }, MAP)).to.deep.equal([1, 1]);
    expect(run({ ...pool, padding: { top: 1 }, stride: 2 }, [...MAP.slice(0, 4), 0, 0, 0, 0])).to.deep.equal([1, 2]);
  });

  it('takes the largest, of half the value in a type of twice the scale', () => {
    const pool = { op: 'integerMaxPool', kernel: 2, activation: HALF };
    expect(run(pool, MAP)).to.deep.equal([3, 4]);
    expect(run({ op: 'integerMaxPool', kernel: [2, 1], activation: HALF }, MAP)).to.deep.equal([1, 3, 2, 4]);
  });
});

describe('a network file with the layers of the DPU', () => {
  const refusals: [behaviour: string, layer: object, message: string][] = [
    [
      'a scale that is no power of two',
      { op: 'averagePool', kernel: 2, division: 'powerOfTwo', activation: { ...HALF, scale: 0.3 } },
      'layers.0: found a scale of 0.3, allowed: powers of two',
    ],
    [
      'another type of a plain average',
      { op: 'averagePool', kernel: 2, activation: HALF },
      'layers.0.activation: division reciprocal keeps the type, allowed: powerOfTwo',
    ],
    [
      'squares that do not fill the map',
      { op: 'spaceToDepth', block: 3 },
      'layers.0.block: found 3, allowed: what divides the 2 x 4 pixels of input',
    ],
    [
      'shifts that the DPU does not have',
      { op: 'integerFullyConnected', outputFeatures: 1, requantize: { rule: 'powerOfTwo', shift: 17 } },
      'layers.0.requantize.shift: found 17, allowed: at most 16',
    ],
    [
      'a map of too many features',
      { op: 'upsample', factor: 4096 },
      'layers.0: found an output of 8192 x 16384 x 1, allowed: at most 16777216 features',
    ],
  ];
  for (const [behaviour, layer, message] of refusals) {
    it(`refuses ${behaviour}`, () => {
      expect(inputErrorOf(() => parseNetwork(textOf(layer), 'one.json'))).to.contain(message);
    });
  }

  it('names the outputs that software reads', () => {
    const first = { name: 'L0', op: 'upsample', factor: 1 };
    const second = { name: 'L1', op: 'upsample', factor: 2, inputs: ['input'] };
    const file = (outputs: object) =>
      JSON.stringify({ ...JSON.parse(textOf(first)), layers: [first, second], ...outputs });
    expect(parseNetwork(file({ outputs: ['L1', 'L0'] }), 'two.json').network.outputs).to.deep.equal(['L1', 'L0']);
    const refused = (outputs: object) => inputErrorOf(() => parseNetwork(file(outputs), 'two.json'));
    expect(refused({})).to.contain('layers.0.name: no layer reads L0, and it is no output');
    expect(refused({ outputs: ['L0'] })).to.contain('outputs: the last layer, L1, is not among them');
    expect(refused({ outputs: ['L0', 'L2', 'L1'] })).to.contain('outputs.1: no layer L2, allowed: L0, L1');
    expect(refused({ outputs: ['L0', 'L1', 'L0'] })).to.contain('outputs.2: the layer L0 is named twice');
  });
});
