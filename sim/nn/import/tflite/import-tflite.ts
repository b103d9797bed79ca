import { type DataType, valueRange } from '../../data-type.js';
import type { Network } from '../../network.js';
import { networkText } from '../../network-text.js';
import { writeQci } from '../../parameters/qci.js';
import { withIntegerParameters } from '../../with-integer-parameters.js';
import { type ImportedNetwork, type ImportOptions, parseImported } from '../imported-network.js';
import { convert } from './convert.js';
import type { Converted } from './converted.js';
import { type Model, type Operator, readModel } from './model.js';
import { Node, shapeOf, typeOf } from './node.js';

const FLOAT = 'FLOAT32';
const COLOURS = 3;
/** More do not fit into a network file. */
const MAX_OPERATORS = 1000;
/** Operators can share weights, but not so that a small file becomes a large network. */
const MAX_SHARING = 4;

/**
 * Imports a TensorFlow Lite model of 8-bit integers (docs/import.md). Operators that the output does not depend on are left out.
 * @param file name of the file in messages
 * @throws InputError where the file is damaged, an operator is not supported, or a shape is not what the layers give
 */
export function importTflite(bytes: Uint8Array, file: string, options: ImportOptions): ImportedNetwork {
  const model = readModel(bytes, file);
  const [input, output] = [inputOf(model), outputOf(model)];
  const operators = neededOperators(model, input, output);
  const names = new Map([[input, 'input']]);
  let weights = 0;
  const converted = operators.map((operator) => {
    const layer = convertOne(model, operator, names);
    weights += layer.parameters?.weights.length ?? 0;
    if (weights <= MAX_SHARING * bytes.length) return layer;
    throw model.error(`the weights of the first ${names.size} nodes are more than ${MAX_SHARING} times the file`);
  });
  const yaml = networkText(networkFile(model, [input, output], options, converted));
  const parameters = converted.flatMap(({ parameters: ofLayer }) => ofLayer ?? []);
  const bare = parseImported(yaml, file);
  checkShapes(model, operators, bare);
  const network = withIntegerParameters(bare, parameters, file);
  return { yaml, extension: 'qci', parameters: writeQci(parameters), network };
}

/** The input's codes: of a model that reads floats, what its QUANTIZE gives. */
function inputOf(model: Model): number {
  const input = onlyOne(model, 'inputs');
  if (model.tensors[input].type !== FLOAT) return input;
  const readers = model.operators.filter(({ inputs }) => inputs.includes(input));
  return readers.length === 1 && readers[0].name === 'QUANTIZE' ? (readers[0].outputs[0] ?? input) : input;
}

/** The output's codes: of a model that gives floats, what its DEQUANTIZE reads. */
function outputOf(model: Model): number {
  const output = onlyOne(model, 'outputs');
  if (model.tensors[output].type !== FLOAT) return output;
  const writer = model.operators.find(({ outputs }) => outputs.includes(output));
  const codes = writer?.name === 'DEQUANTIZE' ? (writer.inputs[0] ?? -1) : -1;
  return codes < 0 ? output : codes;
}

function onlyOne(model: Model, what: 'inputs' | 'outputs'): number {
  const [first, ...others] = model[what];
  if (first !== undefined && others.length === 0) return first;
  throw model.error(`found ${model[what].length} ${what}, allowed: 1`);
}

/** The operators that the output depends on, in the order of the file, in which each comes after those that it reads. */
function neededOperators({ operators, error }: Model, input: number, output: number): Operator[] {
  const needed = new Set([output]);
  const found = [...operators].reverse().filter(({ name, inputs, outputs }) => {
    if (outputs.includes(input) || !outputs.some((tensor) => needed.has(tensor))) return false;
    for (const tensor of name === 'RESHAPE' ? inputs.slice(0, 1) : inputs) needed.add(tensor);
    return true;
  });
  if (found.length === 0) throw error(`no operator computes the output, tensor ${output}`);
  if (found.length > MAX_OPERATORS) throw error(`found ${found.length} operators, allowed: ${MAX_OPERATORS}`);
  if (!needed.has(input)) throw error(`the output does not depend on the input, tensor ${input}`);
  return found.reverse();
}

interface Named extends Converted {
  readonly name: string;
  readonly inputNames: readonly string[];
}

function convertOne(model: Model, operator: Operator, names: Map<number, string>): Named {
  const node = new Node(model, operator);
  const converted = convert(node);
  const inputNames = converted.inputs.map(({ index, data }) => {
    const name = names.get(index);
    if (name !== undefined) return name;
    const reason = data.length > 0 ? 'is a constant' : 'is not computed before';
    throw node.error(`tensor ${index} ${reason}, allowed: the input, or the output of an earlier node`);
  });
  const name = `${operator.name.toLowerCase()}-${operator.node}`;
  if (names.has(node.output.index)) throw node.error(`tensor ${node.output.index} is computed twice`);
  names.set(node.output.index, name);
  return { ...converted, name, inputNames };
}

function networkFile(
  model: Model,
  [inputIndex, outputIndex]: readonly number[],
  { name, centralCrop }: ImportOptions,
  layers: readonly Named[],
): object {
  const input = model.tensors[inputIndex];
  const type = typeOf(input, (problem) => model.error(`input: ${problem}`));
  const shape = shapeOf(input, (problem) => model.error(`input: ${problem}`));
  const inColour = shape.length === 3 && shape[2] === COLOURS;
  const output = model.tensors[outputIndex];
  const outputType = typeOf(output, (problem) => model.error(`output: ${problem}`));
  const outputShape = shapeOf(output, (problem) => model.error(`output: ${problem}`));
  return {
    schema: 'qcycle.network/1',
    name,
    description: 'Imported from a TensorFlow Lite model',
    input: {
      shape,
      type,
      range: pixelRange(type),
      ...(inColour && centralCrop !== undefined ? { centralCrop } : {}),
    },
    ...(outputShape.length > 1
      ? {}
      : {
          output: {
            rule: outputType.encoding === 'signed' ? 'largest' : 'largestUnsigned',
            classes: outputShape[0],
          },
        }),
    parameters: `${name}.qci`,
    layers: layers.map(({ name: layerName, inputNames, layer }) => ({ name: layerName, inputs: inputNames, ...layer })),
  };
}

/** The codes of a picture are its pixels, from the lowest code on. */
function pixelRange(type: DataType): [number, number] {
  const { min, max } = valueRange(type);
  return [min * type.scale, max * type.scale];
}

function checkShapes(model: Model, operators: readonly Operator[], { layers }: Network): void {
  for (const [index, operator] of operators.entries()) {
    const node = new Node(model, operator);
    const expected = node.shapeOf(node.output);
    const { outputShape } = layers[index];
    if (outputShape.join() === expected.join()) continue;
    throw node.error(
      `its output, tensor ${node.output.index}, is [1,${expected}] in the file, but it gives [1,${outputShape}]`,
    );
  }
}
