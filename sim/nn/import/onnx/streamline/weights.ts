import { elements } from '../../../network.js';
import type { Graph, Step } from '../graph.js';
import { broadcastPlaces } from '../operators/broadcast.js';
import { type Tensor, tensorOf } from '../tensor.js';
import { LAYOUT_OPERATORS } from './places.js';

/** Constants of a graph, computed in floating point of 64 bits. */
export class Constants {
  private readonly tensors: Map<string, Tensor>;
  private readonly producers = new Map<string, Step>();

  constructor({ constants, steps }: Graph) {
    this.tensors = new Map(constants);
    for (const step of steps) {
      if (!step.constant) continue;
      const inputs = step.operator.inputs.map((name) => this.tensors.get(name));
      step.run(inputs, 'double').forEach((tensor, index) => {
        const name = step.operator.outputs[index] ?? '';
        if (name === '') return;
        this.tensors.set(name, tensor);
        this.producers.set(name, step);
      });
    }
  }

  get(name: string): Tensor | undefined {
    return this.tensors.get(name);
  }

  /** The real value of the integer 1 for each number of a constant; undefined where it is not quantized. */
  scalesOf(name: string): Tensor | undefined {
    const step = this.producers.get(name);
    const tensor = this.tensors.get(name)!;
    if (step === undefined) return ownScales(tensor);
    const { type, inputs } = step.operator;
    if (type === 'Quant' || type === 'IntQuant' || type === 'BipolarQuant') {
      const scale = this.tensors.get(inputs[1])!;
      const placeOf = broadcastPlaces(scale.shape, tensor.shape);
      return tensorOf(tensor, 'double', (place) => scale.data[placeOf(place)]);
    }
    if (type === 'DequantizeLinear') {
      const scale = this.tensors.get(inputs[1])!;
      const axis = step.operator.attributes.get('axis');
      const along = (axis?.kind === 'INT' ? axis.value : 1) + tensor.shape.length;
      const size = elements(tensor.shape.slice((along % tensor.shape.length) + 1));
      return tensorOf(tensor, 'double', (place) => scale.data[Math.floor(place / size) % scale.data.length]);
    }
    const isScaling =
      (type === 'Mul' || type === 'Div') && elements(this.tensors.get(inputs[0])!.shape) === elements(tensor.shape);
    if (!LAYOUT_OPERATORS.includes(type) && !isScaling) return ownScales(tensor);
    const scales = this.scalesOf(inputs[0]);
    if (scales === undefined) return undefined;
    const others = inputs.slice(1).map((other) => this.tensors.get(other));
    return step.run([scales, ...others], 'double')[0];
  }
}

/** Numbers that are integers have the scale 1; where they are all one magnitude or 0, they have that. */
function ownScales(tensor: Tensor): Tensor | undefined {
  if (tensor.data.every(Number.isInteger)) return tensorOf(tensor, 'double', () => 1);
  let magnitude = 0;
  for (const value of tensor.data) magnitude = Math.max(magnitude, Math.abs(value));
  const isScaled = tensor.data.every((value) => value === 0 || Math.abs(value) === magnitude);
  return isScaled ? tensorOf(tensor, 'double', () => magnitude) : undefined;
}

/** Weights of a layer as integers. */
export interface IntegerWeights {
  readonly weights: Int32Array;
  /** Real value of the integer 1 for each row. */
  readonly scales: Float64Array;
}

/** How far a weight may lie from an integer, relative to its scale. */
const TOLERANCE = 1e-6;
/** Most bits of a weight of a packed matrix. */
const MAX_WEIGHT = 2 ** 15;

/**
 * Weights as rows of integers, each row with a scale.
 * @param placeOf where in the constant the weight of a row and a column is
 * @throws InputError where they are not quantized, or the scales differ within a row
 */
export function integerWeights(
  step: Step,
  constants: Constants,
  name: string,
  { rows, columns }: { readonly rows: number; readonly columns: number },
  placeOf: (row: number, column: number) => number,
): IntegerWeights {
  const values = constants.get(name);
  if (values === undefined) throw step.error('the weights are computed, allowed: constants');
  const ofWeights = constants.scalesOf(name);
  if (ofWeights === undefined)
    throw step.error('the weights are not quantized, allowed: Quant, BipolarQuant, or integers');
  const weights = new Int32Array(rows * columns);
  const scales = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const scale = Math.abs(ofWeights.data[placeOf(row, 0)]);
    scales[row] = scale;
    for (let column = 0; column < columns; column++) {
      const place = placeOf(row, column);
      if (Math.abs(ofWeights.data[place]) !== scale)
        throw step.error(`the scales of row ${row} differ, allowed: one for each output`);
      const ratio = scale === 0 ? 0 : values.data[place] / scale;
      const integer = Math.round(ratio);
      if (!(Math.abs(ratio - integer) < TOLERANCE) || Math.abs(integer) >= MAX_WEIGHT) {
        throw step.error(
          `the weight ${values.data[place]} of row ${row} is no integer of up to 16 bits times the scale ${scale}`,
        );
      }
      weights[row * columns + column] = integer;
    }
  }
  return { weights, scales };
}
