import { basename } from 'node:path';
import { z } from 'zod';
import { parseYaml } from '../../core/input/yaml.js';

/** The largest layer that an engine for multi-layer offload takes (facts/qnn-mo-pynq.md section 2.1). */
export interface EngineLimits {
  /** Name of the engine. */
  readonly name: string;
  /** A: bits of an activation. */
  readonly activationBits: number;
  readonly maxKernel: number;
  readonly maxInputChannels: number;
  /** More output channels than this take several iterations. */
  readonly maxOutputChannels: number;
  /** Largest side of a feature map before and behind the convolution, padding included. */
  readonly maxInputDim: number;
  readonly maxOutputDim: number;
  /** Side of the pool's window. */
  readonly poolWindow: number;
  readonly maxPoolStride: number;
}

const count = z.int().min(1);

const overlaySchema = z
  .object({
    parameters: z.object({
      MAX_K: count,
      MAX_IFM_CH: count,
      MAX_IFM_DIM: count,
      MAX_OFM_CH: count,
      MAX_OFM_DIM: count,
      MAX_POOL_SIZE: count,
      MAX_POOL_STRIDE: count,
      ACTIVATION_BITS: count.max(8),
    }),
  })
  .transform(
    ({ parameters }): Omit<EngineLimits, 'name'> => ({
      activationBits: parameters.ACTIVATION_BITS,
      maxKernel: parameters.MAX_K,
      maxInputChannels: parameters.MAX_IFM_CH,
      maxOutputChannels: parameters.MAX_OFM_CH,
      maxInputDim: parameters.MAX_IFM_DIM,
      maxOutputDim: parameters.MAX_OFM_DIM,
      poolWindow: parameters.MAX_POOL_SIZE,
      maxPoolStride: parameters.MAX_POOL_STRIDE,
    }),
  );

/**
 * Reads an overlay file of QNN-MO-PYNQ (W1A2-overlay.json); keys that do not limit a layer are passed over.
 * @param file name of the text in messages
 * @throws InputError for the first problem, at its line and column
 */
export function parseEngineLimits(text: string, file: string): EngineLimits {
  return { name: basename(file, '.json'), ...parseYaml(text, file, overlaySchema) };
}
