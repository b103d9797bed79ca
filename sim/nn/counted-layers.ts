import type { CountedLayer } from './notebook-ops.js';

/**
 * The layers that run in software before and behind the offloaded ones, which are a network of their own.
 * (facts/qnn-mo-pynq.md sections 1.1 and 1.3)
 */
export const SOFTWARE_LAYERS = {
  dorefanet: [
    convolution(54, 12, 3, 68),
    fullyConnected(6 * 6 * 256, 4096),
    fullyConnected(4096, 4096),
    fullyConnected(4096, 1000),
  ],
  'tinier-yolo': [convolution(208, 3, 3, 16), convolution(13, 1, 512, 125)],
} as const satisfies Record<string, readonly CountedLayer[]>;

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

/**
 * The Tinier-YOLO whose operations the notebook states: 4 385 989 400 OP in the fabric, as in the one that runs, and
 * 171 325 440 OP in software, of which conv0 and the pool behind it are those of Tiny-YOLO. (facts/qnn-mo-pynq.md section 1.3)
 */
export const NOTEBOOK_TINIER_YOLO = {
  offloaded: [
    convolution(208, 3, 16, 64),
    pool(104, 2),
    convolution(104, 3, 64, 64),
    pool(52, 2),
    convolution(52, 3, 64, 128),
    pool(26, 2),
    convolution(26, 3, 128, 256),
    pool(13, 2),
    convolution(13, 3, 256, 512),
    pool(13, 2),
    convolution(13, 3, 512, 512),
    convolution(13, 3, 512, 512),
  ],
  software: [convolution(416, 3, 3, 16), pool(208, 2), convolution(13, 1, 512, 125)],
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
