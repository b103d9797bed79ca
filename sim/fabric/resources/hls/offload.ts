import type { FabricBoard } from '../../machine.js';
import type { OffloadOverlay } from '../../offload/overlay.js';
import { addFifo } from './fifo.js';
import { addMemoryPorts, type HlsResourceModel, hlsResourceModel } from './layer.js';
import { addMvtu } from './mvtu.js';
import { addMaximum, addSelector, addSlidingWindow, addWidthConverter } from './units.js';
import { fittedResources, type Resources, Usage } from './usage.js';

const ACCUMULATOR_BITS = 16;

/** Resources of the engine of multi-layer offload on a board. */
export function offloadResources(
  overlay: OffloadOverlay,
  { resources }: FabricBoard,
  model: HlsResourceModel = hlsResourceModel(),
): Resources {
  return fittedResources(offloadUsage(overlay).resources(model.constants), 2 * resources.bram36.value);
}

/**
 * What the engine is made of, stage by stage, for the largest layer that it takes. (facts/qnn-mo-pynq.md section 3.1)
 */
export function offloadUsage(overlay: OffloadOverlay): Usage {
  const { pe, simd, activationBits, memoryWordBits, memoryChannels } = overlay;
  const { maxKernel, maxInputChannels, maxOutputChannels, maxInputDim, maxOutputDim } = overlay;
  const { poolWindow, maxPoolStride } = overlay;
  const inputBits = activationBits * maxInputChannels;
  const simdBits = activationBits * simd;
  const peBits = activationBits * pe;
  const outputBits = activationBits * maxOutputChannels;
  const extended = inputBits !== outputBits;

  const usage = new Usage();
  addMemoryPorts(usage, memoryChannels);
  addWidthConverter(usage, memoryWordBits, inputBits); // collect
  addSelector(usage, inputBits); // pad
  addWidthConverter(usage, inputBits, simdBits); // select
  addSlidingWindow(usage, maxKernel + 1, (maxInputDim * maxInputChannels) / simd, simdBits);
  addMvtu(usage, {
    mw: maxKernel ** 2 * maxInputChannels,
    mh: maxOutputChannels,
    pe,
    simd,
    inputBits: activationBits,
    weightBits: 1,
    thresholds: 2 ** activationBits - 1,
    accumulatorBits: ACCUMULATOR_BITS,
  });
  addWidthConverter(usage, peBits, outputBits); // result
  addSelector(usage, outputBits); // poolPad
  addSlidingWindow(usage, poolWindow + maxPoolStride, maxOutputDim, outputBits);
  addMaximum(usage, maxOutputChannels, activationBits); // pool
  if (extended) addSelector(usage, 0);
  addWidthConverter(usage, inputBits, memoryWordBits); // split

  const streams = [
    ...[memoryWordBits, inputBits, inputBits, simdBits, simdBits, peBits],
    ...[outputBits, outputBits, outputBits, outputBits, ...(extended ? [inputBits] : []), memoryWordBits],
  ];
  for (const bits of streams) addFifo(usage, overlay.fifoDepth.value, bits);
  return usage;
}
