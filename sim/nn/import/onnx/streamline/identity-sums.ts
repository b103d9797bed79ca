import type { Step } from '../graph.js';
import type { Codes, Sums } from './signal.js';

/** Each number alone, as a layer of its own: for operators between codes and a quantizer. */
export function identitySums(step: Step, codes: Codes): Sums {
  const channels = codes.shape[codes.shape.length - 1];
  const isConvolution = codes.shape.length === 3;
  const mw = isConvolution ? 1 : channels;
  const weights = new Int32Array(channels * mw);
  for (let channel = 0; channel < channels; channel++) weights[channel * mw + (isConvolution ? 0 : channel)] = 1;
  const layer = isConvolution
    ? ({ op: 'convolution', outputChannels: channels, kernel: [1, 1], groups: channels } as const)
    : ({ op: 'fullyConnected', outputFeatures: channels } as const);
  return {
    ...{ kind: 'sums', step, reads: codes, layer, weights, mh: channels, mw, shape: codes.shape },
    scales: new Float64Array(channels).fill(codes.unit),
    biases: new Float64Array(channels),
  };
}
