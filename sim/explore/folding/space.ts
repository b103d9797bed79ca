import { type Block, busyCycles } from '../../core/pipeline.js';
import {
  type FabricBoard,
  fifoResources,
  type HlsLibrary,
  type HlsResourceModel,
  layerPool,
  matrixResources,
  maxPoolResources,
  memoryPortResources,
  requireChain,
  slidingWindow,
  windowShape,
} from '../../fabric/index.js';
import { divisors } from '../../nn/divisors.js';
import type { Folding } from '../../nn/folding.js';
import {
  type ConvolutionLayer,
  elements,
  isMatrixLayer,
  type MatrixLayer,
  type MaxPoolLayer,
  type Network,
  vectorsPerImage,
} from '../../nn/network.js';

/** LUTs and block RAM: what a search minimises. */
export interface Cost {
  readonly lut: number;
  readonly bram18: number;
}

/** One way to lay a layer out. Its cost has neither the converters before it nor the stream that it hands on. */
export interface Option extends Cost {
  /** Undefined of a pool. */
  readonly folding: Folding | undefined;
  /** Cycles of an image that its slowest unit takes alone. */
  readonly cycles: number;
  /** Cycles of an image in which its MVTU is busy; 0 of a pool. */
  readonly mvtuCycles: number;
  readonly inputBits: number;
  /** Width of the stream that it hands on. */
  readonly outputBits: number;
  readonly handOn: Cost;
}

export interface LayerSpace {
  readonly name: string;
  readonly options: readonly Option[];
}

/** All legal foldings of a network, layer by layer. */
export interface FoldingSpace {
  readonly layers: readonly LayerSpace[];
  /** Width of the words that come from memory and go there. */
  readonly memoryBits: number;
  /** Cycles in which an image, or its result, passes the memory port: no folding is faster. */
  readonly memoryCycles: number;
  /** Of the memory port and its two streams. */
  readonly fixed: Cost;
}

/** A weight word of BNN-PYNQ's parameter files and of its load path. (facts/bnn-pynq.md section 3) */
const MAX_WEIGHT_WORD_BITS = 64;
/** Widest word of a stream: the usual AP_INT_MAX_W of Vivado HLS. */
const MAX_STREAM_BITS = 1024;

/**
 * The legal foldings of every layer: PE divides the rows of the matrix, SIMD its columns and, of a convolution, the channels of
 * a pixel; a weight word and a stream have limits. Every layer hands on words as wide as its results.
 * @throws InputError for a layer that the library has no unit for
 */
export function foldingSpace(
  network: Network,
  board: FabricBoard,
  library: HlsLibrary,
  model: HlsResourceModel,
): FoldingSpace {
  const layers = requireChain(network);
  const memoryBits = board.memoryPort.wordBits.value;
  const streamCost = (bits: number) => fifoResources(model, library.defaultFifoDepth.value, bits);
  const first = layers[0];
  const last = layers[layers.length - 1];
  const stream = streamCost(memoryBits);
  const port = memoryPortResources(model);
  return {
    memoryBits,
    memoryCycles: Math.max(
      (elements(first.inputShape) * first.inputType.bits) / memoryBits,
      (elements(last.outputShape) * last.outputType.bits) / memoryBits,
    ),
    fixed: { lut: port.lut + 2 * stream.lut, bram18: port.bram18 + 2 * stream.bram18 },
    layers: layers.map((layer) => {
      const isLast = layer === last;
      const handOnBits = (resultBits: number) => (isLast ? memoryBits : resultBits);
      const handOnCost = (bits: number) => (isLast ? { lut: 0, bram18: 0 } : streamCost(bits));
      const options = isMatrixLayer(layer)
        ? foldingsOf(layer).map((folding): Option => {
            const inputBits = folding.simd * layer.inputType.bits;
            const outputBits = handOnBits(folding.pe * layer.outputType.bits);
            const { lut, bram18 } = matrixResources(model, layer, folding, { inputBits, outputBits });
            const mvtuCycles = mvtuCyclesOf(layer, folding);
            const cycles = layer.op === 'convolution' ? Math.max(mvtuCycles, windowCycles(layer, folding)) : mvtuCycles;
            return { folding, cycles, mvtuCycles, inputBits, outputBits, lut, bram18, handOn: handOnCost(outputBits) };
          })
        : [poolOption(layer, library, model, handOnBits, handOnCost)];
      return { name: layer.name, options };
    }),
  };
}

function poolOption(
  layer: MaxPoolLayer,
  library: HlsLibrary,
  model: HlsResourceModel,
  handOnBits: (resultBits: number) => number,
  handOnCost: (bits: number) => Cost,
): Option {
  const inputBits = layer.inputShape[2] * layer.inputType.bits;
  const outputBits = handOnBits(inputBits);
  const { lut, bram18 } = maxPoolResources(model, layer, { inputBits, outputBits });
  const cycles = busyOf(layerPool(layer, library).unit(ONE_IMAGE));
  return {
    folding: undefined,
    cycles,
    mvtuCycles: 0,
    inputBits,
    outputBits,
    lut,
    bram18,
    handOn: handOnCost(outputBits),
  };
}

/** The legal foldings of a layer, PE by PE. */
export function foldingsOf(layer: MatrixLayer): Folding[] {
  const { mh, mw, inputShape, inputType, outputType, weightType } = layer;
  const columns = layer.op === 'convolution' ? inputShape[2] : mw;
  const simds = divisors(columns).filter(
    (simd) => simd * weightType.bits <= MAX_WEIGHT_WORD_BITS && simd * inputType.bits <= MAX_STREAM_BITS,
  );
  const pes = divisors(mh).filter((pe) => pe * outputType.bits <= MAX_STREAM_BITS);
  return pes.flatMap((pe) => simds.map((simd) => ({ pe, simd })));
}

function mvtuCyclesOf(layer: MatrixLayer, { pe, simd }: Folding): number {
  return vectorsPerImage(layer) * (layer.mw / simd) * (layer.mh / pe);
}

function windowCycles(layer: ConvolutionLayer, folding: Folding): number {
  return busyOf(slidingWindow({ ...windowShape(layer, folding), ...ONE_IMAGE, name: layer.name, depthCycles: 1 }));
}

/** A place for a unit of which only the work counts. */
const ONE_IMAGE = { input: 'in', output: 'out', frames: 1 };

function busyOf({ loops }: Block): number {
  return loops.reduce((sum, loop) => sum + busyCycles(loop), 0);
}
