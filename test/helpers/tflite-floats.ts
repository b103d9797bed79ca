import { OPERATOR_DRAFTS } from './tflite-models.js';
import type { ModelDraft, TensorDraft } from './tflite-writer.js';

/** Operators of `OPERATOR_DRAFTS` that models of real numbers have. */
export const FLOAT_OPERATORS = Object.keys(OPERATOR_DRAFTS).filter((name) => name !== 'QUANTIZE');

const STORED = { INT8: Int8Array, UINT8: Uint8Array, INT32: Int32Array } as const;

/** The model of real numbers that a model of 8-bit integers stands for. */
export function asFloats(draft: ModelDraft): ModelDraft {
  return { ...draft, tensors: draft.tensors.map(asFloat) };
}

function asFloat(tensor: TensorDraft): TensorDraft {
  const { shape, type, scales = [], zeroPoints = [], quantizedAxis = 0, data } = tensor;
  if (type === 'FLOAT32' || scales.length === 0) return tensor;
  if (data === undefined) return { shape, type: 'FLOAT32' };
  const codes = new STORED[type](data.slice().buffer);
  const numbers = Float32Array.from(codes, (code, place) => {
    let channel = place;
    for (let axis = shape.length - 1; axis > quantizedAxis; axis--) channel = Math.floor(channel / shape[axis]);
    const own = scales.length === 1 ? 0 : channel % shape[quantizedAxis];
    return (code - zeroPoints[own]) * scales[own];
  });
  return { shape, type: 'FLOAT32', data: new Uint8Array(numbers.buffer) };
}
