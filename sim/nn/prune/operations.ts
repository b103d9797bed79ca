import type { Layer, Network } from '../network.js';
import { layerMacs } from '../network.js';
import { channelsOf, isDepthwise, isPrunable } from './channel-groups.js';

/** Channels that the DPU's B4096 computes at once, of inputs and of outputs. (facts/dpu.md section 1.1) */
export const LANES = 16;
/** Inputs of a row of a window that the DPU takes for channels. (facts/dpu.md section 1.5) */
const AUGMENTED_INPUTS = 32;

/** What a picture costs. */
export interface Costs {
  readonly macs: number;
  readonly ops: number;
  readonly weights: number;
  /** Multiply-accumulates with all channels filled up to LANES, which is what the DPU's array does. */
  readonly laneMacs: number;
}

/** What a picture costs in a network. */
export function costsOf({ layers }: Network): Costs {
  const sum = (of: (layer: Layer) => number) => layers.reduce((total, layer) => total + of(layer), 0);
  const macs = sum(layerMacs);
  return {
    macs,
    ops: 2 * macs,
    weights: sum((layer) => (isPrunable(layer) ? layer.mw * layer.mh : 0)),
    laneMacs: sum(laneMacsOf),
  };
}

function laneMacsOf(layer: Layer): number {
  if (!isPrunable(layer)) return 0;
  const { mw, mh, inputShape } = layer;
  const vectors = layerMacs(layer) / (mw * mh);
  if (isDepthwise(layer)) return vectors * mw * filledUp(mh);
  const channels = layer.op === 'integerConvolution' || layer.op === 'floatConvolution' ? channelsOf(inputShape) : mw;
  const width = 'kernel' in layer ? layer.kernel[1] : 1;
  const augmented = channels * width <= AUGMENTED_INPUTS ? channels * width : channels;
  return vectors * (mw / augmented) * filledUp(augmented) * filledUp(mh);
}

function filledUp(channels: number): number {
  return LANES * Math.ceil(channels / LANES);
}
