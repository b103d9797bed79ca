import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { BIPOLAR, BIT, TERNARY } from '../../sim/nn/data-type.js';
import { isMatrixLayer, layerOps } from '../../sim/nn/network.js';
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

const convolutional = `schema: qcycle.network/1
name: small
dataset: cifar10
input: { shape: [9, 8, 3], type: { bits: 8, encoding: signed, scale: 0.0078125 }, range: [-1, 1] }
output: { rule: largestPositive, classes: [a, b] }
layers:
  - name: C0
    op: convolution
    outputChannels: 4
    kernel: [3, 2]
    stride: 2
    padding: { top: 1, right: 1 }
    weights: { bits: 1, encoding: bipolar }
    accumulate: sum
    accumulatorShift: 1
    activation: { bits: 1, encoding: bipolar }
  - { name: P0, op: maxPool, kernel: 2 }
  - name: F0
    op: fullyConnected
    outputFeatures: 5
    weights: { bits: 1, encoding: bipolar }
    accumulate: matches
    scores: { bits: 16, encoding: signed }
`;

const offloaded = `schema: qcycle.network/1
name: map
input: { shape: [4, 4, 4], type: { bits: 2, encoding: unsigned }, codes: true }
layers:
  - name: C0
    op: convolution
    outputChannels: 6
    kernel: 3
    padding: 1
    groups: 2
    weights: { bits: 1, encoding: bipolar }
    accumulate: sum
    activation: { bits: 2, encoding: unsigned }
  - { name: P0, op: maxPool, kernel: 3, stride: 2, padding: { bottom: 1, right: 1 } }
`;

function refusal(text: string, ...change: [from: string, to: string]): string {
  return inputErrorOf(() => parseNetwork(text.replace(...change), 'tiny.yaml'));
}

describe('parseNetwork', () => {
  it('gives every layer the size and type of what it reads', () => {
    const { network, parametersFile } = parseNetwork(valid, 'tiny.yaml');
    expect(parametersFile).to.equal('tiny.qcw');
    expect(network).to.deep.equal({
      name: 'tiny',
      description: '',
      input: { shape: [2, 3], type: BIPOLAR, pixels: { rule: 'threshold', threshold: 128 }, paddedFeatures: 8 },
      classes: ['0', '1'],
      classRule: 'highestSetBit',
      layers: [
        {
          name: 'L0',
          op: 'fullyConnected',
          inputs: ['input'],
          inputShape: [8],
          outputShape: [4],
          mw: 8,
          mh: 4,
          inputType: BIPOLAR,
          weightType: BIPOLAR,
          outputType: TERNARY,
          accumulate: 'matches',
          accumulatorShift: 0,
          thresholded: true,
        },
        {
          name: 'L1',
          op: 'fullyConnected',
          inputs: ['L0'],
          inputShape: [4],
          outputShape: [3],
          mw: 4,
          mh: 3,
          inputType: TERNARY,
          weightType: { bits: 2, encoding: 'signed', narrow: false, scale: 1 },
          outputType: BIT,
          accumulate: 'sum',
          accumulatorShift: 0,
          thresholded: true,
        },
      ],
    });
  });

  it('gives convolutions and pools their shapes', () => {
    const { network } = parseNetwork(convolutional, 'small.yaml');
    expect(network.input).to.deep.equal({
      shape: [9, 8, 3],
      type: { bits: 8, encoding: 'signed', narrow: false, scale: 1 / 128 },
      pixels: { rule: 'range', from: -1, to: 1 },
      paddedFeatures: 216,
    });
    const [convolution, pool, scores] = network.layers;
    expect(convolution).to.deep.equal({
      name: 'C0',
      op: 'convolution',
      inputs: ['input'],
      inputShape: [9, 8, 3],
      outputShape: [4, 4, 4],
      inputType: network.input.type,
      weightType: BIPOLAR,
      outputType: BIPOLAR,
      mw: 18,
      mh: 4,
      accumulate: 'sum',
      accumulatorShift: 1,
      thresholded: true,
      groups: 1,
      kernel: [3, 2],
      stride: [2, 2],
      dilation: [1, 1],
      padding: { top: 1, left: 0, bottom: 0, right: 1 },
    });
    expect(pool).to.deep.equal({
      name: 'P0',
      op: 'maxPool',
      inputs: ['C0'],
      inputShape: [4, 4, 4],
      outputShape: [2, 2, 4],
      inputType: BIPOLAR,
      outputType: BIPOLAR,
      kernel: [2, 2],
      stride: [2, 2],
      padding: { top: 0, left: 0, bottom: 0, right: 0 },
    });
    expect(scores).to.include({ mw: 16, mh: 5, thresholded: false });
    expect(scores.outputType).to.deep.equal({ bits: 16, encoding: 'signed', narrow: false, scale: 1 });
  });

  it('splits channels into groups, pads pools, and gives a feature map where there is no output', () => {
    const { network } = parseNetwork(offloaded, 'map.yaml');
    expect(network.input.pixels).to.deep.equal({ rule: 'codes' });
    expect([network.classes, network.classRule]).to.deep.equal([[], 'none']);
    const [convolution, pool] = network.layers;
    expect(convolution).to.include({ groups: 2, mw: 18, mh: 6 });
    expect(layerOps(convolution)).to.equal(2 * 16 * 18 * 6);
    expect(pool.outputShape).to.deep.equal([2, 2, 6]);
    expect(pool).to.deep.include({ stride: [2, 2], padding: { top: 0, left: 0, bottom: 1, right: 1 } });
  });

  for (const [name, weight, activation] of [
    ['cnv-w1a1', BIPOLAR, BIPOLAR],
    ['cnv-w1a2', BIPOLAR, TERNARY],
    ['cnv-w2a2', TERNARY, TERNARY],
  ] as const) {
    it(`reads the shipped ${name}, which has the published operations`, () => {
      const file = `networks/${name}.yaml`;
      const { network, parametersFile } = parseNetwork(readFileSync(file, 'utf8'), file);
      expect([network.name, network.dataset, parametersFile]).to.deep.equal([name, 'cifar10', undefined]);
      const layers = network.layers.filter(isMatrixLayer);
      expect(layers.map(layerOps)).to.deep.equal([
        3110400, 57802752, 21233664, 29491200, 5308416, 1179648, 262144, 524288, 65536,
      ]);
      expect(layers.every(({ weightType }) => weightType.bits === weight.bits)).to.equal(true);
      expect(layers.slice(0, 8).every(({ outputType }) => outputType.bits === activation.bits)).to.equal(true);
    });
  }

  for (const [name, hidden, accumulate] of [
    ['lfc-w1a1', BIPOLAR, 'matches'],
    ['lfc-w1a2', TERNARY, 'sum'],
  ] as const) {
    it(`reads the shipped ${name}`, () => {
      const file = `networks/${name}.yaml`;
      const { network, parametersFile } = parseNetwork(readFileSync(file, 'utf8'), file);
      expect([network.name, network.dataset, parametersFile]).to.deep.equal([name, 'mnist', `${name}.qcw`]);
      const layers = network.layers.filter(isMatrixLayer);
      const sizes = layers.map(({ mw, mh }) => [mw, mh]);
      expect(sizes).to.deep.equal([
        [832, 1024],
        [1024, 1024],
        [1024, 1024],
        [1024, 64],
      ]);
      expect(layers.map(({ outputType }) => outputType)).to.deep.equal([hidden, hidden, hidden, BIT]);
      expect(new Set(layers.map((layer) => layer.accumulate))).to.deep.equal(new Set([accumulate]));
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
      '7:11: layers.0.name: no layer reads L0, and it is no output',
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
      '2:7: name: found "ti ny", allowed: up to 64 letters, digits, ".", "_" and "-", the first no "."',
    ],
    ['asks for class names as text', "'0'", '0', '4:42: output.classes.0: found 0, expected text'],
    [
      'names the key that was meant',
      'outputFeatures: 3',
      'outputfeatures: 3',
      '16:5: layers.1: unknown key outputfeatures, allowed: name, op, inputs, outputFeatures, weights, accumulate, accumulatorShift, activation, scores (did you mean outputFeatures?)',
    ],
  ];
  for (const [behaviour, from, to, message] of changes) {
    it(behaviour, () => expect(refusal(valid, from, to)).to.equal(`tiny.yaml:${message}`));
  }

  const mistakes: [behaviour: string, from: string, to: string, message: string][] = [
    [
      'refuses an input without a rule for its pixels',
      ', range: [-1, 1]',
      '',
      '4:8: input: missing threshold, range or codes',
    ],
    [
      'refuses two rules for its pixels',
      'range: [-1, 1]',
      'range: [-1, 1], threshold: 3',
      '4:90: input.range: found threshold and range, allowed: one of them',
    ],
    [
      'refuses a range of bipolar pixels',
      'bits: 8, encoding: signed, scale: 0.0078125',
      'bits: 1, encoding: bipolar',
      '4:73: input.range: a bipolar type takes a threshold, not a range',
    ],
    [
      'refuses codes of pixels that have a range',
      'range: [-1, 1]',
      'range: [-1, 1], codes: true',
      '4:106: input.codes: found range and codes, allowed: one of them',
    ],
    [
      'refuses codes that no byte holds',
      '8, encoding: signed, scale: 0.0078125 }, range: [-1, 1]',
      '9, encoding: unsigned }, codes: true',
      '4:74: input.codes: found 9 bits, allowed: at most 8',
    ],
    [
      'refuses groups that do not divide the channels',
      'kernel: [3, 2]',
      'groups: 2\n    kernel: [3, 2]',
      '10:13: layers.0.groups: found 2 groups, allowed: what divides the 3 channels of input and the 4 of the output',
    ],
    [
      'refuses a convolution of a vector',
      'shape: [9, 8, 3]',
      'shape: [216]',
      '8:9: layers.0.op: convolution reads height x width x channels, found 216 of input',
    ],
    [
      'refuses a convolution of a padded vector',
      'range: [-1, 1]',
      'range: [-1, 1], paddedFeatures: 217',
      '8:9: layers.0.op: convolution reads height x width x channels, found 217 of input',
    ],
    [
      'refuses a pool of a vector',
      '- { name: P0, op: maxPool, kernel: 2 }',
      '- { name: F1, op: fullyConnected, outputFeatures: 2, weights: { bits: 1, encoding: bipolar }, accumulate: sum, activation: { bits: 1, encoding: bipolar } }\n  - { name: P0, op: maxPool, kernel: 2 }',
      '18:21: layers.2.op: maxPool reads height x width x channels, found 2 of F1',
    ],
    [
      'refuses a window larger than the padded input',
      'kernel: [3, 2]',
      'kernel: [11, 2]',
      '10:13: layers.0.kernel: found a window of 11 x 2, allowed: at most 10 x 9, the size of input with padding',
    ],
    [
      'refuses a window that dilation makes too large',
      'kernel: [3, 2]',
      'kernel: [3, 2]\n    dilation: [5, 1]',
      '10:13: layers.0.kernel: found a window of 11 x 2, allowed: at most 10 x 9, the size of input with padding',
    ],
    [
      'refuses a pool larger than its input',
      'kernel: 2 }',
      'kernel: [2, 5] }',
      '17:38: layers.1.kernel: found a window of 2 x 5, allowed: at most 4 x 4, the size of C0',
    ],
    [
      'refuses a kernel of nothing',
      'kernel: [3, 2]',
      'kernel: 0',
      '10:13: layers.0.kernel: found 0, allowed: at least 1',
    ],
    [
      'refuses a kernel of one side',
      'kernel: [3, 2]',
      'kernel: [3]',
      '10:13: layers.0.kernel: found a list of 1, allowed: a length of at least 2',
    ],
    [
      'refuses a kernel that is no size',
      'kernel: [3, 2]',
      'kernel: big',
      '10:13: layers.0.kernel: found big, expected a number or a list',
    ],
    [
      'refuses a stride beyond any picture',
      'stride: 2',
      'stride: [1, 5000]',
      '11:17: layers.0.stride.1: found 5000, allowed: at most 4096',
    ],
    ['refuses negative padding', 'top: 1', 'top: -1', '12:21: layers.0.padding.top: found -1, allowed: at least 0'],
    [
      'names the side of the padding that was meant',
      'right: 1',
      'rigth: 1',
      '12:24: layers.0.padding: unknown key rigth, allowed: top, left, bottom, right (did you mean right?)',
    ],
    [
      'refuses an output beyond any machine',
      'padding: { top: 1, right: 1 }',
      'padding: 4000',
      '7:5: layers.0: found an output of 4004 x 4004 x 4, allowed: at most 16777216 features',
    ],
    [
      'refuses a matrix beyond any machine',
      'kernel: [3, 2]\n    stride: 2\n    padding: { top: 1, right: 1 }',
      'kernel: 4000\n    stride: 4000\n    padding: 4000',
      '10:13: layers.0.kernel: found 48000000 weights for an output, allowed: at most 16777216',
    ],
    [
      'refuses pictures beyond any machine',
      'shape: [9, 8, 3]',
      'shape: [4000, 4000, 3]',
      '4:17: input.shape: found 4000 x 4000 x 3, allowed: at most 16777216 features',
    ],
    [
      'refuses a layer with neither activation nor scores',
      '    activation: { bits: 1, encoding: bipolar }\n',
      '',
      '7:5: layers.0: missing activation or scores',
    ],
    [
      'refuses a layer with activation and scores',
      '    scores:',
      '    activation: { bits: 1, encoding: bipolar }\n    scores:',
      '24:13: layers.2.scores: found activation and scores, allowed: one of them',
    ],
    [
      'refuses scores that accumulators do not fit',
      'scores: { bits: 16',
      'scores: { bits: 4',
      '23:13: layers.2.scores: found accumulators from 0 to 16, allowed: -8 to 7 (4-bit signed)',
    ],
    [
      'refuses scores that straddle words',
      'scores: { bits: 16',
      'scores: { bits: 12',
      '23:21: layers.2.scores.bits: bits of a score, allowed: 1, 2, 4, 8, 16, 32',
    ],
    [
      'refuses accumulators beyond 32 bits',
      'weights: { bits: 1, encoding: bipolar }\n    accumulate: sum\n    accumulatorShift: 1',
      'weights: { bits: 16, encoding: signed }\n    accumulate: sum\n    accumulatorShift: 5',
      '7:5: layers.0: found accumulators from -2415845376 to 2415919104, allowed: -2147483648 to 2147483647 (32-bit signed)',
    ],
    [
      'refuses a shift of scores',
      '    scores:',
      '    accumulatorShift: 1\n    scores:',
      '23:23: layers.2.accumulatorShift: found scores, but only thresholds are compared',
    ],
    [
      'refuses unsigned scores',
      'scores: { bits: 16, encoding: signed }',
      'scores: { bits: 16, encoding: unsigned }',
      '5:17: output.rule: largestPositive needs signed outputs of 1, 2, 4, 8, 16, 32 bits, found 16-bit unsigned outputs of F0',
    ],
    [
      'refuses classes of bits where scores are there',
      'rule: largestPositive',
      'rule: highestSetBit',
      '5:17: output.rule: highestSetBit needs 1-bit outputs, found 16-bit signed outputs of F0',
    ],
    [
      'refuses another data set',
      'dataset: cifar10',
      'dataset: cifar100',
      '3:10: dataset: found cifar100, allowed: mnist, cifar10 (did you mean cifar10?)',
    ],
    [
      'refuses a layer of another kind',
      'op: maxPool',
      'op: maxpool',
      '17:21: layers.1.op: found maxpool, allowed: fullyConnected, convolution, maxPool, integerFullyConnected, integerConvolution, averagePool, integerMaxPool, add, concat, mean, pad, rescale, reshape, softmax, upsample, spaceToDepth, floatFullyConnected, floatConvolution, floatBatchNorm, floatRelu, floatClamp, floatMaxPool, floatAveragePool, floatMean, floatAdd, floatConcat, floatPad, floatReshape, floatSoftmax (did you mean maxPool?)',
    ],
  ];
  for (const [behaviour, from, to, message] of mistakes) {
    it(behaviour, () => expect(refusal(convolutional, from, to)).to.equal(`tiny.yaml:${message}`));
  }

  it('throws nothing but InputError, whatever the text is', () => {
    const texts = fc
      .constantFrom(valid, convolutional, offloaded)
      .chain((text) => mutated(new TextEncoder().encode(text)));
    fc.assert(
      fc.property(texts, (bytes) =>
        expectOnlyInputErrors(() => parseNetwork(new TextDecoder().decode(bytes), 'x.yaml')),
      ),
      { numRuns: 500 },
    );
  });
});

describe('networkJsonSchema', () => {
  it('describes what a file may hold, with defaults left out', () => {
    const { required, properties } = networkJsonSchema() as { required: string[]; properties: Record<string, object> };
    expect(required).to.deep.equal(['schema', 'name', 'input', 'layers']);
    expect(properties.schema).to.deep.equal({
      type: 'string',
      const: 'qcycle.network/1',
      description: 'Kind and version of this file.',
    });
  });
});
