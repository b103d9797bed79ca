import { withFloatParameters } from '../../../float-parameters.js';
import { writeQcf } from '../../../parameters/qcf.js';
import { type NetworkDraft, type PixelOptions, USUAL_PIXEL_RANGE } from '../../network-draft.js';
import { GivenTensors, layerNameOf } from '../given-tensors.js';
import { rangeOfCodes } from '../integers/integer-network.js';
import type { Model } from '../model.js';
import { isReal, Node, shapeOf, typeOf } from '../node.js';
import type { Path } from '../path.js';
import { convert } from './convert.js';

const FLOAT_BITS = 32;

/**
 * A model of real numbers, or of 8-bit integers as the numbers that they stand for, as layers of real numbers.
 * @param bytes of the file
 * @throws InputError that names a node
 */
export function floatNetwork(
  model: Model,
  { input, output, operators }: Path,
  bytes: number,
  options: Partial<PixelOptions>,
): NetworkDraft {
  const given = new GivenTensors(model, input, bytes);
  const layers: object[] = [];
  const tensors: Float32Array[] = [];
  for (const operator of operators) {
    const node = new Node(model, operator);
    const converted = convert(node);
    let [name, ...others] = given.namesOf(node, converted.inputs);
    for (const [place, { layer, tensors: ofLayer = [] }] of converted.layers.entries()) {
      const inputs = [name, ...others];
      name = place === 0 ? layerNameOf(operator) : `${layerNameOf(operator)}-activation`;
      others = [];
      layers.push({ name, inputs, ...layer });
      tensors.push(...ofLayer);
    }
    given.give(
      node,
      name,
      converted.layers.flatMap((layer) => layer.tensors ?? []).reduce((sum, { length }) => sum + length, 0),
    );
  }
  return {
    input: inputField(model, input, options),
    ...outputField(model, output),
    layers,
    extension: 'qcf',
    parameters: writeQcf(tensors, FLOAT_BITS),
    attach: (network, file) => {
      given.checkShapes(network);
      return withFloatParameters(network, tensors, file);
    },
  };
}

function inputField(
  { tensors, error }: Model,
  index: number,
  { pixelRange }: Partial<PixelOptions>,
): NetworkDraft['input'] {
  const fail = (problem: string) => error(`input: ${problem}`);
  const tensor = tensors[index];
  const usual = () => (isReal(tensor) ? USUAL_PIXEL_RANGE : rangeOfCodes(typeOf(tensor, fail)));
  const type = { bits: FLOAT_BITS, encoding: 'float' };
  return { shape: shapeOf(tensor, fail), type, range: pixelRange ?? usual() };
}

/** A vector says classes by its largest number. */
function outputField({ tensors, error }: Model, index: number): Pick<NetworkDraft, 'output'> {
  const [classes, ...others] = shapeOf(tensors[index], (problem) => error(`output: ${problem}`));
  return others.length > 0 ? {} : { output: { rule: 'largestReal', classes } };
}
