import type { Fork } from '../fork.js';
import { derivedCosts } from './derived-costs-file.js';
import { type GatherCycles, gatherCycles } from './gather.js';
import { CORES } from './kernel-call.js';
import { GATHER_LOOP_CYCLES } from './pointwise.js';
import { outputSize, type WindowTile, windowParameters } from './window.js';
import { im2colCycles, tapCycles, type WindowParts } from './window-model.js';

/** What the inner parts of the kernels cost a core, in cycles. */
export interface KernelParts extends WindowParts {
  readonly dotIteration: number;
  readonly pointwiseRow: number;
  readonly pointwisePixel: number;
  readonly gather: GatherCycles;
  readonly depthwiseOutputStride1: number;
  readonly depthwiseColumnStride1: number;
  readonly depthwiseChannelStride1: number;
  readonly depthwiseBorderOutputStride1: number;
  readonly depthwiseOutputStride2: number;
  readonly depthwiseColumnStride2: number;
  readonly depthwiseChannelStride2: number;
  readonly depthwiseBorderOutputStride2: number;
  readonly rescaleOutput: number;
  readonly biasOutput: number;
  readonly convolutionOutput: number;
  readonly poolTap: number;
  readonly addElement: number;
  readonly scaleElement: number;
}

/** The parts as runs of the listings on the cores give them. */
export function derivedKernelParts(): KernelParts {
  const parts = [...derivedCosts()].map(([name, { value }]) => [name, value]);
  return { ...Object.fromEntries(parts), gather: gatherCycles(GATHER_LOOP_CYCLES) } as KernelParts;
}

/** Multiply-accumulates of an iteration of the dot loop. */
const DOT_MACS = 8;

/** Cycles of a kernel on the cores, made of its parts: those of the core that has the most to do. */
export function kernelCycles({ kernel, tile }: Fork, parts: KernelParts): number {
  switch (kernel) {
    case 'pointwise': {
      const gather = parts.gather(tile.inChannels, tile.pixels);
      const rows = perCore(tile.outChannels) * rowCycles(tile.inChannels, parts);
      return Math.round(tile.pixels * (gather + rows + parts.pointwisePixel));
    }
    case 'depthwise':
      return Math.round(perCore(tile.channels) * channelCycles(tile, tile.stride, parts));
    case 'convolution': {
      const { outWidth, outHeight } = outputSize(kernel, tile, 2);
      const outputs = perCore(tile.outChannels) * outWidth * outHeight;
      return Math.round(tile.inChannels * outputs * parts.convolutionOutput);
    }
    case 'im2col':
      return Math.round(im2colCycles(tile, perCore(tile.inChannels), perCore(tile.outChannels), parts));
    case 'depthwiseWindow': {
      const { depthwiseWindowOutput: output, depthwiseWindowRow: row, depthwiseWindowTap: tap } = parts;
      return Math.round(perCore(tile.channels) * tapCycles(tile, { output, row, tap }));
    }
    case 'maxPool': {
      const { maxPoolOutput: output, maxPoolRow: row, maxPoolTap: tap } = parts;
      return Math.round(perCore(tile.channels) * tapCycles(tile, { output, row, tap }));
    }
    case 'averageWindow': {
      const { averageWindowOutput: output, averageWindowRow: row, averageWindowTap: tap } = parts;
      return Math.round(perCore(tile.channels) * tapCycles(tile, { output, row, tap }));
    }
    case 'add':
      return Math.round(perCore(tile.elements) * parts.addElement);
    case 'scale':
      return Math.round(perCore(tile.elements) * parts.scaleElement);
    case 'rescale':
      return Math.round(perCore(tile.channels) * tile.plane * parts.rescaleOutput);
    case 'bias':
      return Math.round(perCore(tile.channels) * tile.plane * parts.biasOutput);
    case 'averagePool':
      return Math.round(perCore(tile.channels) * tile.rows * tile.columns * parts.poolTap);
    case 'fullyConnected':
      return Math.round(perCore(tile.outputs) * rowCycles(tile.inputs, parts));
  }
}

function perCore(count: number): number {
  return Math.ceil(count / CORES);
}

/** A row of weights: the dot loop, and the output. */
function rowCycles(inputs: number, { dotIteration, pointwiseRow }: KernelParts): number {
  return Math.ceil(inputs / DOT_MACS) * dotIteration + pointwiseRow;
}

/** A channel of a depthwise tile: columns of outputs whose windows lie inside, and the others. */
function channelCycles(tile: WindowTile, stride: 1 | 2, parts: KernelParts): number {
  const size = outputSize('depthwise', tile, stride);
  const { columns, rows } = windowParameters(tile, stride, size);
  const border = size.outWidth * size.outHeight - columns * rows;
  const [channel, column, output, borderOutput] =
    stride === 1
      ? [
          parts.depthwiseChannelStride1,
          parts.depthwiseColumnStride1,
          parts.depthwiseOutputStride1,
          parts.depthwiseBorderOutputStride1,
        ]
      : [
          parts.depthwiseChannelStride2,
          parts.depthwiseColumnStride2,
          parts.depthwiseOutputStride2,
          parts.depthwiseBorderOutputStride2,
        ];
  return channel + columns * (column + rows * output) + border * borderOutput;
}
