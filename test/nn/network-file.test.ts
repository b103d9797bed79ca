import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { BIPOLAR, BIT, TERNARY } from '../../sim/nn/data-type.js';
import { parseNetwork } from '../../sim/nn/network-file.js';
import { networkJsonSchema } from '../../sim/nn/network-schema.js';
import { expectOnlyInputErrors, inputErrorOf } from '../helpers/input-error.js';
import { mutated } from '../helpers/mutated.js';

const valid = `schema: qcycle.network/1
name: tiny
input: { shape: [2, 3], type: { bits: 1, encoding: bipolar }, threshold: 128, paddedFeatures: 8 }
output: { rule: highestSetBit, classes: ['0', '1'] }
parameters: tiny.qcw
layers:
  - name: L0
    op: fullyConnected
    outputFeatures: 4
    weights: { bits: 1, encoding: bipolar }
    accumulate: matches
    activation: { bits: 2, encoding: signed, narrow: true }
  - name: L1
    op: fullyConnected
    inputs: [L0]
    outputFeatures: 3
    weights: { bits: 2, encoding: signed }
    accumulate: sum
    activation: { bits: 1, encoding: unsigned }
`;

function refusal(...change: [from: string, to: string]): string {
  return inputErrorOf(() => parseNetwork(valid.replace(...change), 'tiny.yaml'));
}

describe('parseNetwork', () => {
  it('gives every layer the size and type of what it reads', () => {
    const { network, parametersFile } = parseNetwork(valid, 'tiny.yaml');
    expect(parametersFile).to.equal('tiny.qcw');
    expect(network).to.deep.equal({
      name: 'tiny',
      description: '',
      input: { shape: [2, 3], type: BIPOLAR, threshold: 128, paddedFeatures: 8 },
      classes: ['0', '1'],
      classRule: 'highestSetBit',
      layers: [
        {
          name: 'L0',
          op: 'fullyConnected',
          inputs: ['input'],
          inputFeatures: 8,
          outputFeatures: 4,
          inputType: BIPOLAR,
          weightType: BIPOLAR,
          outputType: TERNARY,
          accumulate: 'matches',
        },
        {
          name: 'L1',
          op: 'fullyConnected',
          inputs: ['L0'],
          inputFeatures: 4,
          outputFeatures: 3,
          inputType: TERNARY,
          weightType: { bits: 2, encoding: 'signed', narrow: false, scale: 1 },
          outputType: BIT,
          accumulate: 'sum',
        },
      ],
    });
  });

  for (const [name, hidden, accumulate] of [
    ['lfc-w1a1', BIPOLAR, 'matches'],
    ['lfc-w1a2', TERNARY, 'sum'],
  ] as const) {
    it(`reads the shipped ${name}`, () => {
      const file = `networks/${name}.yaml`;
      const { network, parametersFile } = parseNetwork(readFileSync(file, 'utf8'), file);
      expect([network.name, network.dataset, parametersFile]).to.deep.equal([name, 'mnist', `${name}.qcw`]);
      const sizes = network.layers.map(({ inputFeatures, outputFeatures }) => [inputFeatures, outputFeatures]);
      expect(sizes).to.deep.equal([
        [832, 1024],
        [1024, 1024],
        [1024, 1024],
        [1024, 64],
      ]);
      expect(network.layers.map(({ outputType }) => outputType)).to.deep.equal([hidden, hidden, hidden, BIT]);
      expect(new Set(network.layers.map((layer) => layer.accumulate))).to.deep.equal(new Set([accumulate]));
    });
  }

  const changes: [behaviour: string, from: string, to: string, message: string][] = [
    [
      'refuses an unknown layer with the nearest',
      '[L0]',
      '[L9]',
      '15:14: layers.1.inputs.0: no layer L9 before this one, allowed: input, L0 (did you mean L0?)',
    ],
    [
      'refuses a layer that reads itself',
      '[L0]',
      '[L1]',
      '15:14: layers.1.inputs.0: no layer L1 before this one, allowed: input, L0 (did you mean L0?)',
    ],
    ['refuses a name given twice', 'name: L1', 'name: L0', '13:11: layers.1.name: the name L0 is taken'],
    ['refuses a layer named input', 'name: L0', 'name: input', '7:11: layers.0.name: the name input is taken'],
    [
      'refuses a layer that nobody reads',
      '[L0]',
      '[input]',
      '7:11: layers.0.name: no layer reads L0, and only the last layer is the output',
    ],
    [
      'refuses matches of anything but bipolar codes',
      'accumulate: sum',
      'accumulate: matches',
      '18:17: layers.1.accumulate: matches needs bipolar inputs and weights, found 2-bit signed inputs and 2-bit signed weights',
    ],
    [
      'refuses more features than padded features',
      'paddedFeatures: 8',
      'paddedFeatures: 5',
      '3:95: input.paddedFeatures: found 5, allowed: at least 6 (2 x 3)',
    ],
    [
      'refuses more classes than outputs',
      "['0', '1']",
      '[a, b, c, d]',
      '4:41: output.classes: found 4 classes, allowed: at most 3, the outputs of L1',
    ],
    [
      'refuses outputs that are not bits',
      '{ bits: 1, encoding: unsigned }',
      '{ bits: 2, encoding: unsigned }',
      '4:17: output.rule: highestSetBit needs 1-bit outputs, found 2-bit unsigned outputs of L1',
    ],
    [
      'refuses bipolar types of two bits',
      '1, encoding: bipolar }, th',
      '2, encoding: bipolar }, th',
      '3:39: input.type.bits: a bipolar type has 1 bit',
    ],
    [
      'refuses narrow types that are not signed',
      'encoding: unsigned',
      'encoding: unsigned, narrow: true',
      '19:56: layers.1.activation.narrow: only a signed type of at least 2 bits can be narrow',
    ],
    [
      'refuses weights that straddle words',
      '{ bits: 2, encoding: signed }',
      '{ bits: 3, encoding: signed }',
      '17:22: layers.1.weights.bits: bits of a weight, allowed: 1, 2, 4, 8, 16',
    ],
    [
      'refuses features beyond any machine',
      'outputFeatures: 4',
      'outputFeatures: 16777217',
      '9:21: layers.0.outputFeatures: found 16777217, allowed: at most 16777216',
    ],
    [
      'refuses strange names',
      'name: tiny',
      'name: ti ny',
      '2:7: name: not a name, allowed: up to 64 letters, digits, ".", "_" and "-"',
    ],
    ['asks for class names as text', "'0'", '0', '4:42: output.classes.0: found 0, expected text'],
    [
      'names the key that was meant',
      'outputFeatures: 3',
      'outputfeatures: 3',
      '16:5: layers.1: unknown key outputfeatures, allowed: name, op, inputs, outputFeatures, weights, accumulate, activation (did you mean outputFeatures?)',
    ],
  ];
  for (const [behaviour, from, to, message] of changes) {
    it(behaviour, () => expect(refusal(from, to)).to.equal(`tiny.yaml:${message}`));
  }

  it('throws nothing but InputError, whatever the text is', () => {
    fc.assert(
      fc.property(mutated(new TextEncoder().encode(valid)), (bytes) =>
        expectOnlyInputErrors(() => parseNetwork(new TextDecoder().decode(bytes), 'x.yaml')),
      ),
      { numRuns: 500 },
    );
  });
});

describe('networkJsonSchema', () => {
  it('describes what a file may hold, with defaults left out', () => {
    const { required, properties } = networkJsonSchema() as { required: string[]; properties: Record<string, object> };
    expect(required).to.deep.equal(['schema', 'name', 'input', 'output', 'layers']);
    expect(properties.schema).to.deep.equal({
      type: 'string',
      const: 'qcycle.network/1',
      description: 'Kind and version of this file.',
    });
  });
});
