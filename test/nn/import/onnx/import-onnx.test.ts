import { expect } from 'chai';
import fc from 'fast-check';
import { executeGraph } from '../../../../sim/nn/import/onnx/execute-graph.js';
import { planGraph } from '../../../../sim/nn/import/onnx/graph.js';
import { importOnnx } from '../../../../sim/nn/import/onnx/import-onnx.js';
import { readModel } from '../../../../sim/nn/import/onnx/model.js';
import { pixelsPerImage } from '../../../../sim/nn/network.js';
import { runReference } from '../../../../sim/nn/reference/network.js';
import { randomFloats } from '../../../helpers/float-graphs.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../../helpers/input-error.js';
import { mutated } from '../../../helpers/mutated.js';
import { pixelTensor, valuesInGraph } from '../../../helpers/onnx-inputs.js';
import { type NodeDraft, type OnnxDraft, type TensorDraft, writeOnnx } from '../../../helpers/onnx-writer.js';
import { randomQuantized } from '../../../helpers/qdq-graphs.js';
import { randomQonnx } from '../../../helpers/qonnx-graphs.js';
import { randomFrom, randomPixels } from '../../../helpers/random-layer.js';
import { withinASecond } from '../../../helpers/within-a-second.js';

const QONNX = { domain: 'qonnx.custom_op.general' };
const number = (value: number): TensorDraft => ({ type: 'FLOAT', shape: [], values: [value] });
const MAP = { x: { type: 'FLOAT', shape: [1, 2, 4, 4] } } as const;

const quant = (input: string, output: string, bits = 'two'): NodeDraft => ({
  ...{ type: 'Quant', inputs: [input, 'half', 'zero', bits], outputs: [output], attributes: { signed: 0 } },
  ...QONNX,
});
const NUMBERS = { half: number(0.5), zero: number(0), two: number(2), one: number(1), four: number(4) };

/** A model of an input in two bits, and what is done to it. */
function model(nodes: readonly NodeDraft[], constants: OnnxDraft['constants'] = {}): Uint8Array {
  return writeOnnx({
    nodes: [quant('x', 'q'), ...nodes],
    constants: { ...NUMBERS, ...constants },
    inputs: MAP,
    outputs: { y: { type: 'FLOAT' } },
  });
}

const WEIGHTS: TensorDraft = { type: 'FLOAT', shape: [2, 2, 1, 1], values: [1, -1, 0.3, 1] };
const conv = (input: string, output: string, weights = 'w'): NodeDraft => ({
  ...{ type: 'Conv', inputs: [input, weights], outputs: [output] },
});

/** Whether the network and the graph say the same of random pictures. */
function expectSame(bytes: Uint8Array): void {
  const { network } = importOnnx(bytes, 'm.onnx', { name: 'm' });
  const graph = planGraph(readModel(bytes, 'm.onnx'));
  const last = network.layers[network.layers.length - 1];
  const random = randomFrom(3);
  for (let image = 0; image < 20; image++) {
    const pixels = randomPixels(random, pixelsPerImage(network.input));
    const x = pixelTensor(graph, network, pixels, 'double');
    const y = executeGraph(graph, new Map([['x', x]]), 'double').get('y')!;
    const found = valuesInGraph(last, runReference(network, pixels).get(last.name)!);
    const zeroPoint = last.outputType.zeroPoint ?? 0;
    const isReal = y.type === 'FLOAT';
    const expected = Array.from(y.data, (value) =>
      isReal ? Math.round(value / last.outputType.scale) + zeroPoint : value,
    );
    expect(found).to.deep.equal(expected.map((value) => value + 0));
  }
}

describe('importing an ONNX model', () => {
  const quantized = { bw: { type: 'FLOAT', shape: [2, 2, 1, 1], values: [1, -1, 1, 1] } } as const;

  it('averages in integers, and cuts off bits', () => {
    const trunc: NodeDraft = {
      ...{ type: 'Trunc', inputs: ['sum', 'half', 'zero', 'four', 'two'], outputs: ['y'], ...QONNX },
    };
    const pool = { type: 'AveragePool', inputs: ['q'], outputs: ['p'], attributes: { kernel_shape: [2, 2] } };
    const sum = { type: 'Mul', inputs: ['p', 'four'], outputs: ['sum'] };
    expectSame(model([pool, sum, trunc]));
    expectSame(model([{ type: 'GlobalAveragePool', inputs: ['q'], outputs: ['m'] }, quant('m', 'y')]));
  });

  it('quantizes again between two quantizers, and reads a tensor twice', () => {
    const scaled = { type: 'Mul', inputs: ['q', 'gains'], outputs: ['g'] };
    const gains: TensorDraft = { type: 'FLOAT', shape: [2, 1, 1], values: [0.5, 2] };
    expectSame(model([scaled, quant('g', 'h'), conv('h', 'c', 'bw'), quant('c', 'y')], { ...quantized, gains }));
    expectSame(
      model([{ type: 'Relu', inputs: ['q'], outputs: ['r'] }, conv('r', 'c', 'bw'), quant('c', 'y')], quantized),
    );
  });

  it('pads where the graph pads', () => {
    const pads: TensorDraft = { type: 'INT64', shape: [8], values: [0, 0, 1, 0, 0, 0, 0, 2] };
    const pad = { type: 'Pad', inputs: ['q', 'pads'], outputs: ['p'] };
    expectSame(model([pad, conv('p', 'c', 'bw'), quant('c', 'y')], { ...quantized, pads }));
  });

  it('takes sums of integers and what follows them for one layer', () => {
    const bytes = writeOnnx({
      nodes: [
        { type: 'ConvInteger', inputs: ['x', 'w', 'zero'], outputs: ['sums'] },
        { type: 'Cast', inputs: ['sums'], outputs: ['real'], attributes: { to: 1 } },
        { type: 'Mul', inputs: ['real', 'scale'], outputs: ['scaled'] },
        { type: 'Add', inputs: ['scaled', 'bias'], outputs: ['biased'] },
        { type: 'Relu', inputs: ['biased'], outputs: ['r'] },
        { type: 'QuantizeLinear', inputs: ['r', 'out', 'outZero'], outputs: ['y'] },
      ],
      constants: {
        w: { type: 'INT8', shape: [2, 2, 1, 1], values: [3, -5, 100, 7] },
        zero: { type: 'UINT8', shape: [], values: [12] },
        scale: number(2 ** -8),
        bias: { type: 'FLOAT', shape: [2, 1, 1], values: [1, -2] },
        out: number(0.51),
        outZero: { type: 'UINT8', shape: [], values: [7] },
      },
      inputs: { x: { type: 'UINT8', shape: [1, 2, 4, 4] } },
      outputs: { y: { type: 'UINT8' } },
    });
    expectSame(bytes);
  });

  const refused: [behaviour: string, bytes: Uint8Array, message: string][] = [
    [
      'weights that are not quantized',
      model([conv('q', 'c'), quant('c', 'y')], { w: WEIGHTS }),
      'node 1 (Conv): the weights are not quantized',
    ],
    [
      'activations that are not quantized',
      model([conv('q', 'c', 'bw'), conv('c', 'd', 'bw'), quant('d', 'y')], quantized),
      'node 2 (Conv): reads a tensor that is not quantized',
    ],
    [
      'a sum of two tensors',
      model([{ type: 'Add', inputs: ['q', 'q'], outputs: ['s'] }, quant('s', 'y')]),
      'node 1 (Add): combines tensors that both depend on the input',
    ],
    [
      'constants that differ from pixel to pixel',
      model([{ type: 'Add', inputs: ['q', 'row'], outputs: ['s'] }, quant('s', 'y')], {
        row: { type: 'FLOAT', shape: [4], values: [1, 2, 3, 4] },
      }),
      'node 1 (Add): its constants differ within a channel',
    ],
    [
      'too many bits',
      model([conv('q', 'c', 'bw'), quant('c', 'y', 'thirty')], { ...quantized, thirty: number(30) }),
      'quantizes to 30 bits',
    ],
    [
      'an operator that layers do not have',
      model([{ type: 'Softmax', inputs: ['q'], outputs: ['s'] }, quant('s', 'y')]),
      'node 1 (Softmax): has no place in layers with thresholds',
    ],
    [
      'a picture whose channels are prepared differently',
      writeOnnx({
        nodes: [
          { type: 'Sub', inputs: ['x', 'mean'], outputs: ['s'] },
          quant('s', 'q'),
          conv('q', 'c', 'bw'),
          quant('c', 'y'),
        ],
        constants: { ...NUMBERS, ...quantized, mean: { type: 'FLOAT', shape: [2, 1, 1], values: [0.4, 0.5] } },
        inputs: MAP,
        outputs: { y: { type: 'FLOAT' } },
      }),
      'node 2 (Conv): reads channels of pixels that are prepared differently',
    ],
  ];
  for (const [behaviour, bytes, message] of refused) {
    it(`refuses ${behaviour}`, () => {
      expect(inputErrorOf(() => importOnnx(bytes, 'm.onnx', { name: 'm' }))).to.include(message);
    });
  }

  it('meets damaged files with one clear line, within a second', () => {
    const makers = [
      randomFloats,
      (draw: (least: number, largest: number) => number) => randomQonnx(draw),
      (draw: (least: number, largest: number) => number) => randomQuantized(draw, 'QDQ', true),
      (draw: (least: number, largest: number) => number) => randomQuantized(draw, 'QLinear', false),
    ];
    const valid = fc.tuple(fc.constantFrom(...makers), fc.integer()).map(([make, seed]) => {
      const random = randomFrom(seed);
      return writeOnnx(make((least, largest) => least + random(largest - least + 1)));
    });
    fc.assert(
      fc.property(
        valid.chain((bytes) => mutated(bytes)),
        (bytes) => {
          withinASecond(() => {
            expectOnlyInputErrors(() => importOnnx(bytes, 'm.onnx', { name: 'm' }));
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});
