import { deadlockSentence } from '../../core/deadlock.js';
import { tick } from '../../core/engine/tick.js';
import type { Word } from '../../core/pipeline.js';
import { elements } from '../../nn/network.js';
import { computePipeline } from './compute-pipeline.js';
import { fromMemoryWords, toMemoryWords } from './feature-map-words.js';
import { passArithmetic } from './pass-arithmetic.js';
import type { OffloadLayer, OffloadProgram, Pass } from './program.js';

/**
 * Computes an image as the engine does: call by call, words through all stages, and between the calls what the host copies.
 * Slow, for small layers: what faster kernels are checked against.
 * @param input values of the first layer's input, in the order of its shape
 * @returns values of the last layer's output
 * @throws InputError if a layer has no weights
 */
export function streamOffloadWords(program: OffloadProgram, input: Int32Array): Int32Array {
  const outputs = program.layers.map((layer) => new Int32Array(elements(outputShape(layer))));
  for (const pass of program.passes) {
    const index = program.layers.indexOf(pass.layer);
    const { inputChannels, outputChannels } = pass.call;
    const totalInputs = pass.layer.convolution.inputShape[2];
    const totalOutputs = pass.layer.convolution.outputShape[2];
    const source = channelRange(outputs[index - 1] ?? input, totalInputs, pass.firstInputChannel, inputChannels);
    const result = streamCall(program, pass, source);
    for (let value = 0; value < result.length; value++) {
      const [pixel, channel] = [Math.floor(value / outputChannels), value % outputChannels];
      outputs[index][pixel * totalOutputs + pass.firstOutputChannel + channel] = result[value];
    }
  }
  return outputs[outputs.length - 1];
}

function streamCall({ overlay, board }: OffloadProgram, pass: Pass, input: Int32Array): Int32Array {
  const output: Word[] = [];
  const pipeline = computePipeline(pass.call, overlay, board.offload.loopOverhead.value, {
    input: toMemoryWords(input, pass.call.inputChannels, overlay),
    output,
    arithmetic: () => passArithmetic(pass, overlay),
  });
  const { deadlock } = tick(pipeline, { words: true });
  if (deadlock !== null) throw new Error(deadlockSentence(deadlock));
  return fromMemoryWords(output, pass.call.outputChannels, overlay);
}

function outputShape({ convolution, pool }: OffloadLayer): readonly number[] {
  return (pool ?? convolution).outputShape;
}

/** The channels of a feature map from `first` on. */
function channelRange(values: Int32Array, channels: number, first: number, count: number): Int32Array {
  return values.filter((_, index) => {
    const channel = index % channels;
    return channel >= first && channel < first + count;
  });
}
