import { expect } from 'chai';
import fc from 'fast-check';
import { planGraph } from '../../../../sim/nn/import/onnx/graph.js';
import { readModel } from '../../../../sim/nn/import/onnx/model.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../../helpers/input-error.js';
import { mutated } from '../../../helpers/mutated.js';
import { SINGLE_ONNX_OPERATORS } from '../../../helpers/onnx-operators.js';
import { encode, type OnnxDraft, type TensorDraft, type TypeName, writeOnnx } from '../../../helpers/onnx-writer.js';
import { randomFrom } from '../../../helpers/random-layer.js';
import { withinASecond } from '../../../helpers/within-a-second.js';

const X = { x: { type: 'FLOAT', shape: [1, 2] } } as const;
const Y = { y: { type: 'FLOAT' } } as const;
const RELU: OnnxDraft = { nodes: [{ type: 'Relu', inputs: ['x'], outputs: ['y'] }], inputs: X, outputs: Y };

/** A model that adds a constant to its input. */
function withConstant(constant: TensorDraft): Uint8Array {
  const nodes = [
    { type: 'Cast', inputs: ['c'], outputs: ['f'], attributes: { to: 1 } },
    { type: 'Add', inputs: ['x', 'f'], outputs: ['y'] },
  ];
  return writeOnnx({ nodes, constants: { c: constant }, inputs: X, outputs: Y });
}

function constantOf(bytes: Uint8Array): number[] {
  return [...readModel(bytes, 'm.onnx').constants.get('c')!.data];
}

/** Numbers of each type, and what they are read as where that is something else. */
const NUMBERS: Readonly<
  Record<Exclude<TypeName, 'STRING'>, readonly [values: readonly number[], read?: readonly number[]]>
> = {
  FLOAT: [[1.5, -0.25]],
  DOUBLE: [
    [0.1, -3],
    [Math.fround(0.1), -3],
  ],
  FLOAT16: [
    [0x3c00, 0xc000, 0x0001, 0x7c00],
    [1, -2, 2 ** -24, Number.POSITIVE_INFINITY],
  ],
  BFLOAT16: [
    [0x3f80, 0xc049],
    [1, -3.140625],
  ],
  INT8: [[-128, 127]],
  UINT8: [[0, 255]],
  INT16: [[-32768, 32767]],
  UINT16: [[0, 65535]],
  INT32: [[-(2 ** 31), 2 ** 31 - 1]],
  UINT32: [[0, 2 ** 32 - 1]],
  INT64: [[-(2 ** 53) + 1, 2 ** 53 - 1]],
  BOOL: [[0, 1]],
};

describe('reading an ONNX model', () => {
  for (const [type, [values, read = values]] of Object.entries(NUMBERS)) {
    it(`reads ${type}, raw and typed`, () => {
      for (const typed of [false, true]) {
        const bytes = withConstant({ type: type as TypeName, shape: [values.length], values, typed });
        expect(constantOf(bytes)).to.deep.equal(read);
      }
    });
  }

  it('leaves no batch open, and does without what the outputs do not depend on', () => {
    const nodes = [{ type: 'Fancy', inputs: ['x'], outputs: ['z'] }, ...RELU.nodes];
    const bytes = writeOnnx({ ...RELU, nodes, inputs: { x: { type: 'FLOAT', shape: ['N', 2] } } });
    const graph = planGraph(readModel(bytes, 'm.onnx'));
    expect(graph.types.get('y')).to.deep.equal({ type: 'FLOAT', shape: [1, 2] });
    expect(graph.steps.map(({ operator }) => operator.type)).to.deep.equal(['Relu']);
  });

  it('computes shapes that shapes depend on', () => {
    const nodes = [
      { type: 'Shape', inputs: ['x'], outputs: ['shape'] },
      { type: 'Gather', inputs: ['shape', 'first'], outputs: ['batch'] },
      { type: 'Unsqueeze', inputs: ['batch', 'axes'], outputs: ['row'] },
      { type: 'Concat', inputs: ['row', 'rest'], outputs: ['wanted'], attributes: { axis: 0 } },
      { type: 'Reshape', inputs: ['x', 'wanted'], outputs: ['y'] },
    ];
    const constants = {
      first: { type: 'INT64', shape: [], values: [0] },
      axes: { type: 'INT64', shape: [1], values: [0] },
      rest: { type: 'INT64', shape: [1], values: [-1] },
    } as const;
    const inputs = { x: { type: 'FLOAT', shape: [1, 2, 3, 4] } } as const;
    const graph = planGraph(readModel(writeOnnx({ nodes, constants, inputs, outputs: Y }), 'm.onnx'));
    expect(graph.types.get('y')!.shape).to.deep.equal([1, 24]);
  });

  const ofGraph = (graph: Record<string, unknown>) =>
    encode('ModelProto', { ir_version: 8, opset_import: [{ domain: '', version: 17 }], graph });
  const external = {
    name: 'w',
    dims: [2],
    data_type: 1,
    data_location: 1,
    external_data: [{ key: 'location', value: 'w.bin' }],
  };
  const relu = (change: Partial<OnnxDraft['nodes'][0]>) =>
    writeOnnx({ ...RELU, nodes: [{ ...RELU.nodes[0], ...change }] });
  const refused: [behaviour: string, bytes: Uint8Array, message: string][] = [
    ['an operator that is not known', relu({ type: 'Selu', name: 'act' }), 'model: node 0 (Selu, act): not supported'],
    ['a name that is nearly right', relu({ type: 'relu' }), 'those that are (did you mean Relu?)'],
    [
      'a domain that is not known',
      relu({ domain: 'com.example' }),
      'node 0 (com.example::Relu): not supported: found the domain',
    ],
    [
      'an attribute that is not known',
      relu({ attributes: { slope: 1 } }),
      'node 0 (Relu): attribute slope (INT) is not supported',
    ],
    [
      'an attribute of another kind',
      relu({ type: 'Softmax', attributes: { axis: 'last' } }),
      'node 0 (Softmax): attribute axis is of kind STRING, allowed: INT',
    ],
    ['an input that is not there', relu({ inputs: ['q'] }), 'node 0 (Relu): q is not computed before, allowed: inputs'],
    ['an input that is missing', relu({ inputs: [''] }), 'node 0 (Relu): input 0 is missing'],
    ['an output that is not computed', writeOnnx({ ...RELU, outputs: { z: Y.y } }), 'output: z is not computed before'],
    [
      'numbers in another file',
      ofGraph({ initializer: [external] }),
      'model.graph.initializer[0]: tensor w: its numbers lie in another file, allowed: numbers in the model itself',
    ],
    ['text', ofGraph({ initializer: [{ name: 'w', data_type: 8 }] }), 'tensor w: found STRING, allowed: FLOAT, DOUBLE'],
    [
      'too few bytes',
      ofGraph({ initializer: [{ name: 'w', data_type: 1, dims: [3], raw_data: new Uint8Array(8) }] }),
      'tensor w: found 8 bytes, expected 12 (3 numbers)',
    ],
    [
      'an integer beyond 2^53',
      ofGraph({ initializer: [{ name: 'w', data_type: 1, dims: ['9007199254740993'] }] }),
      'model.graph.initializer[0]: dims is 9007199254740992, allowed: integers up to 2^53',
    ],
    [
      'an open size that is no batch',
      writeOnnx({ ...RELU, inputs: { x: { type: 'FLOAT', shape: [1, 'W'] } } }),
      'x has the size W along axis 1, allowed: a fixed size',
    ],
    ['a shape that is missing', writeOnnx({ ...RELU, inputs: { x: { type: 'FLOAT' } } }), 'x has no shape'],
    [
      'shapes that do not go together',
      writeOnnx({
        ...RELU,
        nodes: [{ type: 'Add', inputs: ['x', 'c'], outputs: ['y'] }],
        constants: { c: { type: 'FLOAT', shape: [3], values: [1, 2, 3] } },
      }),
      'node 0 (Add): shapes [1,2] and [3] do not go together',
    ],
    ['another file', new TextEncoder().encode('not a model at all'), 'm.onnx: model: '],
    ['an empty file', new Uint8Array(), 'm.onnx: model: found no graph: this is no ONNX model'],
  ];
  for (const [behaviour, bytes, message] of refused) {
    it(`refuses ${behaviour}`, () => {
      expect(inputErrorOf(() => planGraph(readModel(bytes, 'm.onnx')))).to.include(message);
    });
  }

  it('meets damaged files with one clear line, within a second', () => {
    const model = fc
      .tuple(fc.constantFrom(...Object.values(SINGLE_ONNX_OPERATORS)), fc.integer())
      .map(([make, seed]) => {
        const random = randomFrom(seed);
        return writeOnnx(make((least, largest) => least + random(largest - least + 1)));
      });
    fc.assert(
      fc.property(
        model.chain((bytes) => mutated(bytes)),
        (bytes) => {
          withinASecond(() => {
            expectOnlyInputErrors(() => planGraph(readModel(bytes, 'm.onnx')));
          });
        },
      ),
      { numRuns: 2000 },
    );
  });
});
