import { InputError } from '../../../core/input/input-error.js';
import { clip, roundHalfToEven, softmax } from '../activation.js';
import { type FloatFullyConnected, multiplyVector } from '../fully-connected.js';
import { type NamedArrays, takeFloats } from '../parameters/named-arrays.js';

/** Largest code of the 2-bit activation between the fully connected layers. */
const LARGEST_CODE = 3;

/** Names of the arrays that `dorefanetBack` needs. */
export const DOREFANET_BACK_ARRAYS: readonly string[] = ['fc0/Wn', 'fc0/bn', 'fc1/Wn', 'fc1/bn', 'fct/W'];

/** What DoReFaNet does in software after the last offloaded layer. */
export interface DorefanetBack {
  readonly fc0: FloatFullyConnected;
  readonly fc1: FloatFullyConnected;
  readonly fct: FloatFullyConnected;
}

/**
 * The fully connected layers of DoReFaNet with their parameters (facts/qnn-mo-pynq.md section 5). Weights are inputs x
 * outputs, `Wn` with the batch normalization in it and `bn` added to the products; that is assumed, for the original's own
 * file has not been seen.
 * @throws InputError where an array is missing, does not fit the one before it, or has a value that is no finite number
 */
export function dorefanetBack(arrays: NamedArrays): DorefanetBack {
  const fc0 = fullyConnected(arrays, 'fc0/Wn', 'fc0/bn', 'inputs');
  const fc1 = fullyConnected(arrays, 'fc1/Wn', 'fc1/bn', fc0.bias.length);
  const weights = takeFloats(arrays, 'fct/W', [fc1.bias.length, 'classes']);
  return { fc0, fc1, fct: { weights, bias: new Float32Array(weights.shape[1]) } };
}

function fullyConnected(arrays: NamedArrays, weightName: string, biasName: string, inputs: number | string) {
  const weights = takeFloats(arrays, weightName, [inputs, 'outputs']);
  return { weights, bias: takeFloats(arrays, biasName, [weights.shape[1]]).data };
}

/**
 * Probabilities of the classes.
 * @param codes output of the last offloaded layer, in the order in which it leaves the machine: row by row, channels
 *   innermost; all 0 count as 0, where the original would divide by 0
 * @throws InputError where the first layer takes another number of codes
 */
export function dorefanetProbabilities(codes: Uint8Array, { fc0, fc1, fct }: DorefanetBack): Float64Array {
  const [inputs] = fc0.weights.shape;
  if (codes.length !== inputs) {
    throw new InputError(`the array fc0/Wn takes ${inputs} codes, the offloaded layers give ${codes.length}`);
  }
  const largest = codes.reduce((most, code) => Math.max(most, code), 1);
  const input = Float32Array.from(codes, (code) => code / largest);
  const hidden0 = multiplyVector(input, fc0).map((sum) => roundHalfToEven(clip(sum, 1) * LARGEST_CODE) / LARGEST_CODE);
  const hidden1 = multiplyVector(hidden0, fc1).map((sum) => clip(sum, 1));
  return softmax(multiplyVector(hidden1, fct));
}
