import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadNetwork } from '../../sim/nn/load-network.js';
import { writeOnnx } from '../helpers/onnx-writer.js';
import { pngOf } from '../helpers/png-of.js';
import { qcycle } from '../helpers/qcycle.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';
import { SINGLE_OPERATORS } from '../helpers/tflite-models.js';
import { type ModelDraft, type TensorDraft, writeTflite } from '../helpers/tflite-writer.js';

const least = (smallest: number) => smallest;

/** Sixty-four bits, a bipolar matrix, and one bit for each of five outputs. */
const BIPOLAR_ONNX = writeOnnx({
  nodes: [
    { type: 'BipolarQuant', inputs: ['x', 'one'], outputs: ['bits'], domain: 'qonnx.custom_op.general' },
    { type: 'BipolarQuant', inputs: ['w', 'one'], outputs: ['weights'], domain: 'qonnx.custom_op.general' },
    { type: 'MatMul', inputs: ['bits', 'weights'], outputs: ['sums'] },
    {
      type: 'Quant',
      inputs: ['sums', 'one', 'zero', 'one'],
      outputs: ['y'],
      domain: 'qonnx.custom_op.general',
      attributes: { signed: 0 },
    },
  ],
  constants: {
    one: { type: 'FLOAT', shape: [], values: [1] },
    zero: { type: 'FLOAT', shape: [], values: [0] },
    w: { type: 'FLOAT', shape: [64, 5], values: Array.from({ length: 320 }, (_, index) => ((index * 7) % 11) - 5) },
  },
  inputs: { x: { type: 'FLOAT', shape: ['N', 64] } },
  outputs: { y: { type: 'FLOAT' } },
});

/** A fully connected layer of two outputs on pictures in colour, the first of which is the larger. */
function colourModel(): ModelDraft {
  const constant = (shape: readonly number[], type: 'INT8' | 'INT32', values: Int8Array | Int32Array): TensorDraft => {
    return { shape, type, scales: [2 ** -7], zeroPoints: [0], data: new Uint8Array(values.buffer) };
  };
  return {
    tensors: [
      { shape: [1, 4, 4, 3], type: 'INT8', scales: [2 ** -7], zeroPoints: [0] },
      constant([2, 48], 'INT8', new Int8Array(96)),
      constant([2], 'INT32', Int32Array.of(100, 50)),
      { shape: [1, 2], type: 'INT8', scales: [2 ** -12], zeroPoints: [0] },
    ],
    operators: [
      {
        ...{ name: 'FULLY_CONNECTED', optionsType: 8, inputs: [0, 1, 2], outputs: [3] },
        options: [{ slot: 0, kind: 'int8', value: 0 }],
      },
    ],
    inputs: [0],
    outputs: [3],
  };
}

describe('qcycle import', function () {
  this.timeout(120_000);

  it('writes a network file and its parameters', async () => {
    await inTemporaryFolder(async (folder) => {
      const model = join(folder, 'My model.tflite');
      writeFileSync(model, SINGLE_OPERATORS.CONV_2D(least));
      const out = join(folder, 'new', 'folder');
      const { code, stdout, stderr } = await qcycle(['import', model, '--out', out, '--json', '-']);
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
      const files = ['yaml', 'qci'].map((extension) => join(out, `My-model.${extension}`));
      expect(JSON.parse(stdout)).to.deep.equal({ name: 'My-model', input: [1, 1, 1], layers: 1, macs: 1, files });
      const [layer] = loadNetwork(files[0]).layers;
      expect(layer).to.include({ name: 'conv_2d-0', op: 'integerConvolution' });
    });
  });

  it('takes a model of integers as real numbers, which become a network for a DPU', async () => {
    await inTemporaryFolder(async (folder) => {
      const [model, photo] = [join(folder, 'm.tflite'), join(folder, 'photo.png')];
      writeFileSync(model, writeTflite(colourModel()));
      writeFileSync(photo, pngOf({ width: 1, height: 2, lines: [0, 10, 20, 30, 0, 40, 50, 60] }));
      const succeed = async (args: readonly string[]) => {
        const { code, stdout, stderr } = await qcycle([...args, '--json', '-']);
        expect(code, stderr).to.equal(0);
        return JSON.parse(stdout);
      };
      const imported = await succeed(['import', model, '--floats', '--out', folder]);
      expect(imported.files).to.deep.equal(['yaml', 'qcf'].map((extension) => join(folder, `m.${extension}`)));
      const scheme = ['--scheme', 'power-of-two', '--calibrate', photo];
      const { files } = await succeed(['quantize', imported.files[0], ...scheme, '--out', folder]);
      const run = await succeed(['run', files[0], '--board', 'zcu102', '--input', photo, '--predictions']);
      expect(run).to.deep.include({ machine: 'dpu', images: 1, predictions: [0] });
    });
  });

  it('takes models of integers alone as real numbers', async () => {
    await inTemporaryFolder(async (folder) => {
      const model = join(folder, 'm.onnx');
      writeFileSync(model, BIPOLAR_ONNX);
      const { code, stderr } = await qcycle(['import', model, '--floats', '--out', folder]);
      expect({ code, stderr }).to.deep.equal({
        code: 2,
        stderr: `qcycle: ${model}: --floats is for TensorFlow Lite models\n`,
      });
    });
  });

  it('refuses a damaged model with one line and writes nothing', async () => {
    await inTemporaryFolder(async (folder) => {
      const model = join(folder, 'm.tflite');
      writeFileSync(model, SINGLE_OPERATORS.ADD(least).subarray(0, 100));
      const out = join(folder, 'out');
      const { code, stdout, stderr } = await qcycle(['import', model, '--out', out]);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
      expect(stderr).to.match(/^qcycle: [^\n]*m\.tflite: [^\n]* but the file has 100 bytes\n$/);
      expect(existsSync(out)).to.equal(false);
    });
  });

  it('imports an ONNX model that then runs on the fabric', async () => {
    await inTemporaryFolder(async (folder) => {
      const model = join(folder, 'm.onnx');
      writeFileSync(model, BIPOLAR_ONNX);
      const imported = await qcycle(['import', model, '--out', folder, '--pixel-range', '-1,1', '--json', '-']);
      expect(JSON.parse(imported.stdout)).to.deep.include({ name: 'm', input: [64], layers: 1, macs: 64 * 64 });
      const run = [
        'run',
        join(folder, 'm.yaml'),
        '--board',
        'pynq-z1',
        '--timing-only',
        '--images',
        '3',
        '--json',
        '-',
      ];
      const { code, stdout } = await qcycle(run);
      expect(code).to.equal(0);
      expect(JSON.parse(stdout)).to.include({ network: 'm', images: 3 });
    });
  });

  it('refuses a file that is no model by its name', async () => {
    await inTemporaryFolder(async (folder) => {
      const { code, stderr } = await qcycle(['import', join(folder, 'm.pb'), '--out', folder]);
      expect({ code, stderr }).to.deep.equal({
        code: 2,
        stderr: `qcycle: ${join(folder, 'm.pb')}: found .pb, allowed: .tflite, .onnx\n`,
      });
    });
  });

  it('refuses a name that is none', async () => {
    await inTemporaryFolder(async (folder) => {
      const model = join(folder, 'm.tflite');
      writeFileSync(model, SINGLE_OPERATORS.ADD(least));
      const { code, stderr } = await qcycle(['import', model, '--out', folder, '--name', '../x']);
      expect(code).to.equal(2);
      expect(stderr).to.include('m.tflite: as a network: name: ');
    });
  });
});
