import { accumulatorRange } from '../../../accumulator.js';
import type { DataType } from '../../../data-type.js';
import { elements } from '../../../network.js';
import type { LayerDraft, MatrixDraft } from './layer-draft.js';
import type { Streamlined } from './streamline.js';

/** Machines read pictures and write results in memory words of this many bits (facts/bnn-pynq.md section 3). */
const WORD_BITS = 64;

/** A first or last layer with what its padding needs. */
interface FullyConnected extends LayerDraft {
  readonly parameters: MatrixDraft;
}

/**
 * The same network, whose input and output fill whole memory words where these are vectors: with features that count for nothing
 * (codes 0, which match no bipolar weight of 1), and outputs behind the others where these are classes.
 */
export function fitWords(streamlined: Streamlined): Streamlined {
  return withWholeOutput(withWholeInput(streamlined));
}

function withWholeInput(streamlined: Streamlined): Streamlined {
  const { input, layers } = streamlined;
  const [first, ...others] = layers;
  const features = elements(input.shape);
  const added = lacking(features, input.type.bits);
  if (!isFullyConnected(first) || first.layer.scores !== undefined) return streamlined;
  if (others.some(({ input: read }) => read === 'input') || added === 0) return streamlined;
  const { weightType, mh, mw, weights } = first.parameters;
  const padded = new Int32Array(mh * (mw + added));
  for (let row = 0; row < mh; row++) {
    padded.set(weights.subarray(row * mw, (row + 1) * mw), row * (mw + added));
    for (let column = mw; column < mw + added; column++) {
      padded[row * (mw + added) + column] = weightType.encoding === 'bipolar' ? 1 : 0;
    }
  }
  const parameters = { ...first.parameters, mw: mw + added, weights: padded };
  return {
    ...streamlined,
    input: { ...input, paddedFeatures: features + added },
    layers: [{ ...first, parameters }, ...others],
  };
}

function withWholeOutput(streamlined: Streamlined): Streamlined {
  const { layers } = streamlined;
  const last = layers[layers.length - 1];
  if (!isFullyConnected(last)) return streamlined;
  const { scores, activation } = last.layer as { scores?: DataType; activation?: DataType };
  const { mh, mw, weightType, inputType, weights, thresholds } = last.parameters;
  const added = lacking(mh, (scores ?? activation)!.bits);
  if (added === 0) return streamlined;
  const accumulate = last.layer.accumulate as 'matches' | 'sum';
  const never = accumulatorRange({ accumulate, mw, inputType, weightType }).max;
  const parameters = {
    ...last.parameters,
    mh: mh + added,
    weights: extended(weights, added * mw, weightType.encoding === 'bipolar' ? 1 : 0),
    thresholds: extended(thresholds, (thresholds.length / mh) * added, never),
  };
  const layer = { ...last.layer, outputFeatures: mh + added };
  return { ...streamlined, layers: [...layers.slice(0, -1), { ...last, layer, parameters }] };
}

function extended(values: Int32Array, added: number, value: number): Int32Array {
  const all = new Int32Array(values.length + added).fill(value);
  all.set(values);
  return all;
}

function isFullyConnected(draft: LayerDraft): draft is FullyConnected {
  return draft.layer.op === 'fullyConnected' && draft.parameters !== undefined;
}

/** Numbers of a type that are missing to whole words. */
function lacking(count: number, bits: number): number {
  let added = 0;
  while (((count + added) * bits) % WORD_BITS !== 0) added++;
  return added;
}
