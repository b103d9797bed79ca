import type { OffloadOverlay } from './overlay.js';
import type { OffloadBoard } from './program.js';

/** Control registers that the host writes for a call, beside the one that starts it. (facts/qnn-mo-pynq.md section 2.4) */
const REGISTERS = { compute: 16, weightLoad: 7 } as const;

/**
 * Cycles in which a call loads weights and thresholds: a word a cycle from each memory channel, for all PEs of the channel,
 * always as many as the largest layer of this kernel has. (facts/qnn-mo-pynq.md sections 2.4 and 3.1)
 */
export function weightLoadCycles(overlay: OffloadOverlay, kernel: number): number {
  const { pe, simd, memoryChannels, memoryWordBits, maxInputChannels, maxOutputChannels, thresholdBits } = overlay;
  const weightWords = (kernel ** 2 * maxOutputChannels * maxInputChannels) / (pe * simd);
  const thresholdWords = (maxOutputChannels / pe) * (thresholdBits / memoryWordBits);
  return (pe / memoryChannels) * (weightWords + thresholdWords);
}

/** Cycles of a call in which the engine does not work yet: its registers, its start, and its first memory request. */
export function callOverhead({ offload, memoryPort }: OffloadBoard, call: keyof typeof REGISTERS): number {
  return (REGISTERS[call] + 1) * offload.registerWrite.value + memoryPort.requestLatency.value;
}
