import { z } from 'zod';
import { type Constant, wholeConstant } from '../../core/constant.js';
import { parseYaml } from '../../core/input/yaml.js';
import type { DataType } from '../../nn/data-type.js';
import type { Overlay } from '../overlay.js';

/**
 * One convolution + pool engine that the host calls layer by layer, as it was built: its lanes, the widths of its words,
 * and the largest layer that it takes. Frozen plain data. (facts/qnn-mo-pynq.md sections 2.1 and 3.1)
 */
export interface OffloadOverlay {
  readonly name: string;
  readonly source: string;
  /** Networks that it was built for. */
  readonly networks: readonly string[];
  /** Boards that it exists for. */
  readonly boards: readonly string[];
  readonly pe: number;
  readonly simd: number;
  /** A: bits of an activation. */
  readonly activationBits: number;
  /** Bits that the thresholds of a channel take in memory. */
  readonly thresholdBits: number;
  /** Memory ports over which weights come; feature maps go over one of them. */
  readonly memoryChannels: number;
  readonly memoryWordBits: number;
  readonly maxKernel: number;
  readonly maxInputChannels: number;
  /** More output channels than this take several passes. */
  readonly maxOutputChannels: number;
  /** Largest side of a feature map before and behind the convolution, padding included. */
  readonly maxInputDim: number;
  readonly maxOutputDim: number;
  /** Side of the pool's window. */
  readonly poolWindow: number;
  readonly maxPoolStride: number;
  /** Capacity of the streams between the stages. */
  readonly fifoDepth: Constant;
}

const count = z
  .int()
  .min(1)
  .max(2 ** 16);

const overlaySchema = z
  .strictObject({
    schema: z.literal('qcycle.offload-overlay/1'),
    name: z.string().min(1),
    source: z.string().min(1),
    networks: z.array(z.string().min(1)).default([]),
    boards: z.array(z.string().min(1)).default([]),
    pe: count,
    simd: count,
    activationBits: z.int().min(1).max(8),
    thresholdBits: count,
    memoryChannels: count,
    memoryWordBits: count,
    maxKernel: count,
    maxInputChannels: count,
    maxOutputChannels: count,
    maxInputDim: count,
    maxOutputDim: count,
    poolWindow: count,
    maxPoolStride: count,
    fifoDepth: wholeConstant('words', 1),
  })
  .transform(({ schema: _, ...overlay }): OffloadOverlay => Object.freeze(overlay));

/**
 * Reads an offload overlay (schema qcycle.offload-overlay/1).
 * @param file name of the text in messages
 * @throws InputError for the first problem, at its line and column
 */
export function parseOffloadOverlay(text: string, file: string): OffloadOverlay {
  return parseYaml(text, file, overlaySchema);
}

/** Type of the codes that the engine reads and gives. */
export function activationType({ activationBits }: OffloadOverlay): DataType {
  return { bits: activationBits, encoding: 'unsigned', narrow: false, scale: 1 };
}

/** Memory words of a pixel, whatever channels the layer has: 12 in W1A2, 24 in W1A3. */
export function wordsPerPixel({ activationBits, maxInputChannels, memoryWordBits }: OffloadOverlay): number {
  return (activationBits * maxInputChannels) / memoryWordBits;
}

/** Whether a network is laid out on the engine of multi-layer offload, and not as a pipeline. */
export function isOffloadOverlay(overlay: Overlay | OffloadOverlay): overlay is OffloadOverlay {
  return 'maxKernel' in overlay;
}
