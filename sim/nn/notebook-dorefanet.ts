import type { CountedLayer } from './notebook-ops.js';

/**
 * The DoReFaNet whose operations the notebooks of QNN-MO-PYNQ state: about half as wide as the one that they run. Their
 * constants are exactly what `notebookOps` gives of it: 1 073 856 969 OP in the fabric and 238 176 256 OP in software. Of
 * conv3 and conv4 only the sum is known: two groups with 384 channels between them would have the same.
 * (facts/qnn-mo-pynq.md section 1.2)
 */
export const NOTEBOOK_DOREFANET = {
  offloaded: [
    convolution(54, 5, 48 / 2, 128),
    pool(27, 3),
    convolution(27, 3, 128, 192),
    pool(14, 3),
    convolution(14, 3, 192, 192),
    convolution(14, 3, 192, 256),
    pool(6, 3),
  ],
  software: [
    convolution(54, 12, 3, 48),
    fullyConnected(6 * 6 * 256, 4096),
    fullyConnected(4096, 4096),
    fullyConnected(4096, 1000),
  ],
} as const satisfies Record<string, readonly CountedLayer[]>;

/** @param inputs channels that an output channel sees */
function convolution(outputDim: number, kernel: number, inputs: number, outputs: number): CountedLayer {
  return { op: 'convolution', mw: kernel ** 2 * inputs, outputShape: [outputDim, outputDim, outputs] };
}

function pool(outputDim: number, kernel: number): CountedLayer {
  return { op: 'maxPool', kernel: [kernel, kernel], outputShape: [outputDim, outputDim] };
}

function fullyConnected(inputs: number, outputs: number): CountedLayer {
  return { op: 'fullyConnected', mw: inputs, outputShape: [outputs] };
}
