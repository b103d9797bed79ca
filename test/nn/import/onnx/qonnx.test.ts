import { expect } from 'chai';
import { executeGraph } from '../../../../sim/nn/import/onnx/execute-graph.js';
import { planGraph } from '../../../../sim/nn/import/onnx/graph.js';
import { readModel } from '../../../../sim/nn/import/onnx/model.js';
import { inputErrorOf } from '../../../helpers/input-error.js';
import { type AttributeDraft, type TensorDraft, writeOnnx } from '../../../helpers/onnx-writer.js';

const number = (value: number): TensorDraft => ({ type: 'FLOAT', shape: [], values: [value] });

interface Call {
  readonly type: string;
  readonly others: readonly (number | TensorDraft)[];
  readonly attributes?: Readonly<Record<string, AttributeDraft>>;
  readonly domain?: string;
}

/** What an operator makes of numbers in a row of channels. */
function outputsOf({ type, others, attributes = {}, domain = 'qonnx.custom_op.general' }: Call, values: number[]) {
  const constants = Object.fromEntries(
    others.map((other, index) => [`c${index}`, typeof other === 'number' ? number(other) : other]),
  );
  const model = writeOnnx({
    nodes: [{ type, inputs: ['x', ...Object.keys(constants)], outputs: ['y'], attributes, domain }],
    constants,
    inputs: { x: { type: 'FLOAT', shape: [1, values.length] } },
    outputs: { y: { type: 'FLOAT' } },
  });
  const graph = planGraph(readModel(model, 'm.onnx'));
  const input = { type: 'FLOAT', shape: [1, values.length], data: Float32Array.from(values) } as const;
  return [...executeGraph(graph, new Map([['x', input]]), 'single').get('y')!.data];
}

const STEPS = [-2.5, -1.75, -1.5, -1.25, -0.5, 0.5, 1.25, 1.5, 1.75, 2.5];

describe("QONNX's operators", () => {
  const rounded: Readonly<Record<string, readonly number[]>> = {
    ROUND: [-2, -2, -2, -1, -0, 0, 1, 2, 2, 2],
    HALF_EVEN: [-2, -2, -2, -1, -0, 0, 1, 2, 2, 2],
    CEIL: [-2, -1, -1, -1, -0, 1, 2, 2, 2, 3],
    FLOOR: [-3, -2, -2, -2, -1, 0, 1, 1, 1, 2],
    UP: [-3, -2, -2, -2, -1, 1, 2, 2, 2, 3],
    DOWN: [-2, -1, -1, -1, -0, 0, 1, 1, 1, 2],
    ROUND_TO_ZERO: [-2, -1, -1, -1, -0, 0, 1, 1, 1, 2],
    HALF_UP: [-3, -2, -2, -1, -1, 1, 1, 2, 2, 3],
    HALF_DOWN: [-2, -2, -1, -1, -0, 0, 1, 1, 2, 2],
  };
  for (const [rounding_mode, expected] of Object.entries(rounded)) {
    it(`Quant rounds ${rounding_mode}`, () => {
      const call = { type: 'Quant', others: [0.5, 0, 4], attributes: { rounding_mode } };
      const found = outputsOf(
        call,
        STEPS.map((step) => step / 2),
      );
      expect(found.map((value) => value * 2 + 0)).to.deep.equal(expected.map((value) => value + 0));
    });
  }

  it('Quant clamps to its range, signed or not, narrow or not, before it rounds', () => {
    const ends = (attributes: Record<string, AttributeDraft>, zero = 0) =>
      outputsOf({ type: 'Quant', others: [1, zero, 3], attributes }, [-100, 100]);
    expect(ends({ signed: 1 })).to.deep.equal([-4, 3]);
    expect(ends({ signed: 1, narrow: 1 })).to.deep.equal([-3, 3]);
    expect(ends({ signed: 0 })).to.deep.equal([0, 7]);
    expect(ends({ signed: 0, narrow: 1 })).to.deep.equal([0, 6]);
    expect(ends({ signed: 0 }, 2)).to.deep.equal([-2, 5]);
    const ceiled = { type: 'Quant', others: [1, 0, 2.5], attributes: { signed: 0, rounding_mode: 'CEIL' } };
    expect(outputsOf(ceiled, [100])).to.deep.equal([5]);
  });

  it('Quant of one signed bit is bipolar, and IntQuant another name', () => {
    const call = { type: 'IntQuant', others: [0.25, 0, 1] };
    expect(outputsOf(call, [-1, -0.01, 0, 3])).to.deep.equal([-0.25, -0.25, 0.25, 0.25]);
  });

  it('Quant has scales for each channel', () => {
    const scales: TensorDraft = { type: 'FLOAT', shape: [1, 3], values: [1, 0.5, 0.25] };
    expect(outputsOf({ type: 'Quant', others: [scales, 0, 8] }, [0.6, 0.6, 0.6])).to.deep.equal([1, 0.5, 0.5]);
  });

  it('BipolarQuant gives its scale or the negative', () => {
    expect(
      outputsOf({ type: 'BipolarQuant', others: [0.5], domain: 'finn.custom_op.general' }, [-2, 0, 2]),
    ).to.deep.equal([-0.5, 0.5, 0.5]);
  });

  it('Trunc cuts off bits, in both of its versions', () => {
    const values = [-9, -1, 7, 8, 100];
    expect(outputsOf({ type: 'Trunc', others: [1, 0, 8, 5] }, values)).to.deep.equal([-2, -1, 0, 1, 12]);
    const first = { type: 'Trunc', others: [0.5, 0, 8, 6], attributes: { rounding_mode: 'ROUND' } };
    expect(outputsOf(first, [3, 1.25])).to.deep.equal([1, 0]);
    expect(outputsOf({ type: 'Trunc', others: [1, 0, 8, 8, 4] }, values)).to.deep.equal([-16, -8, 0, 8, 56]);
    const unsigned = { type: 'Trunc', others: [1, 4, 8, 4, 3], attributes: { signed: 0 } };
    expect(outputsOf(unsigned, [-3, 0, 100])).to.deep.equal([-4, 0, 24]);
  });

  it('MultiThreshold counts what is reached, for each channel or for all', () => {
    const rows: TensorDraft = { type: 'FLOAT', shape: [2, 3], values: [0, 1, 2, -1, -1, 5] };
    expect(outputsOf({ type: 'MultiThreshold', others: [rows] }, [1, -1])).to.deep.equal([2, 2]);
    const bipolar = { out_scale: { float: 2 }, out_bias: { float: -1 }, out_dtype: 'BIPOLAR' };
    const one: TensorDraft = { type: 'FLOAT', shape: [1, 1], values: [0.5] };
    expect(outputsOf({ type: 'MultiThreshold', others: [one], attributes: bipolar }, [0.4, 0.5])).to.deep.equal([
      -1, 1,
    ]);
  });

  it('complain with the node', () => {
    const mode = { type: 'Quant', others: [1, 0, 4], attributes: { rounding_mode: 'SOMEHOW' } };
    expect(inputErrorOf(() => outputsOf(mode, [1]))).to.include(
      'node 0 (qonnx.custom_op.general::Quant): attribute rounding_mode is SOMEHOW, allowed: ROUND, HALF_EVEN, CEIL',
    );
    const unknown = { type: 'FloatQuant', others: [1] };
    expect(inputErrorOf(() => outputsOf(unknown, [1]))).to.include(
      '::FloatQuant): not supported, allowed: BipolarQuant',
    );
  });
});
