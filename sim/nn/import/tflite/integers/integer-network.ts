import { type DataType, valueRange } from '../../../data-type.js';
import { writeQci } from '../../../parameters/qci.js';
import { withIntegerParameters } from '../../../with-integer-parameters.js';
import type { NetworkDraft } from '../../network-draft.js';
import { GivenTensors, layerNameOf } from '../given-tensors.js';
import type { Model } from '../model.js';
import { Node, shapeOf, typeOf } from '../node.js';
import type { Path } from '../path.js';
import { convert } from './convert.js';

/**
 * A model of 8-bit integers as layers of them.
 * @param bytes of the file
 * @throws InputError that names a node
 */
export function integerNetwork(model: Model, { input, output, operators }: Path, bytes: number): NetworkDraft {
  const given = new GivenTensors(model, input, bytes);
  const converted = operators.map((operator) => {
    const node = new Node(model, operator);
    const { layer, inputs, parameters } = convert(node);
    const name = layerNameOf(operator);
    const draft = { name, inputs: given.namesOf(node, inputs), ...layer };
    given.give(node, name, parameters?.weights.length ?? 0);
    return { draft, parameters };
  });
  const parameters = converted.flatMap(({ parameters: ofLayer }) => ofLayer ?? []);
  return {
    input: inputField(model, input),
    ...outputField(model, output),
    layers: converted.map(({ draft }) => draft),
    extension: 'qci',
    parameters: writeQci(parameters),
    attach: (network, file) => {
      given.checkShapes(network);
      return withIntegerParameters(network, parameters, file);
    },
  };
}

function inputField({ tensors, error }: Model, index: number): NetworkDraft['input'] {
  const fail = (problem: string) => error(`input: ${problem}`);
  const type = typeOf(tensors[index], fail);
  return { shape: shapeOf(tensors[index], fail), type, range: rangeOfCodes(type) };
}

/** The codes of a picture are its pixels, from the lowest code on: the numbers that the lowest and the highest stand for. */
export function rangeOfCodes(type: DataType): [number, number] {
  const { min, max } = valueRange(type);
  return [min * type.scale, max * type.scale];
}

/** A vector says classes by its largest code. */
function outputField({ tensors, error }: Model, index: number): Pick<NetworkDraft, 'output'> {
  const fail = (problem: string) => error(`output: ${problem}`);
  const { encoding } = typeOf(tensors[index], fail);
  const [classes, ...others] = shapeOf(tensors[index], fail);
  return others.length > 0 ? {} : { output: { rule: encoding === 'signed' ? 'largest' : 'largestUnsigned', classes } };
}
