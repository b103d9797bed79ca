import {
  converterCost,
  type FabricBoard,
  type FabricNode,
  type FinnLibrary,
  finnFifoCost,
  hasMatrix,
  hlsResourceModel,
  isDepthwise,
  type LayerChoice,
  layOut,
  memoryPortResources,
  memoryWords,
  mostLanes,
  type OpCost,
  sumOfCosts,
} from '../../fabric/index.js';
import { divisors } from '../../nn/divisors.js';
import type { Layer } from '../../nn/network.js';

/** One way to lay a layer out in library finn. Its cost has no converters and no streams between layers. */
export interface GraphOption extends OpCost {
  readonly choice: LayerChoice;
  /** Cycles of an image that its slowest unit takes alone, as FINN estimates them. */
  readonly cycles: number;
  /** Widths of the beats that it reads, one for each input. */
  readonly inputBits: readonly number[];
  /** Width of the beats that it hands on. */
  readonly outputBits: number;
}

/** A layer in the graph. */
export interface GraphLayer {
  readonly name: string;
  readonly layer: Layer;
  /** Indices of the layers that it reads; -1 is memory. */
  readonly reads: readonly number[];
  readonly options: readonly GraphOption[];
}

/** All legal ways to lay a network out in library finn, layer by layer. */
export interface GraphSpace {
  readonly layers: readonly GraphLayer[];
  /** Width of the words that come from memory, and of those that go there. */
  readonly imageBits: number;
  readonly resultBits: number;
  /** Cycles in which an image, or its result, passes the memory port: no folding is faster. */
  readonly memoryCycles: number;
  /** Of the memory port. */
  readonly fixed: OpCost;
  /** A width converter, and a FIFO of so many bits. */
  readonly converter: (fromBits: number, toBits: number) => OpCost;
  readonly fifo: (bits: number) => OpCost;
}

/** Widest beat of a stream: the usual AP_INT_MAX_W of Vivado HLS. */
const MAX_STREAM_BITS = 1024;

/**
 * The foldings of every layer of a network: PE divides outputs and SIMD inputs (of a convolution the channels of a pixel, of a
 * depthwise one its window); beats have a limit. Weights are in block RAM or LUTs, products of LUTs or DSPs.
 * @param nodes in an order in which each comes after what it reads
 * @throws InputError for a layer that the library has no unit for
 */
export function graphSpace(nodes: readonly FabricNode[], board: FabricBoard, library: FinnLibrary): GraphSpace {
  const [first, last] = [nodes[0].layer, nodes[nodes.length - 1].layer];
  const image = memoryWords('an image', first.inputShape, first.inputType, board, library);
  const result = memoryWords('a result', last.outputShape, last.outputType, board, library);
  const { lut, bram18 } = memoryPortResources(hlsResourceModel());
  const depth = library.defaultFifoDepth.value;
  return {
    imageBits: image.bits,
    resultBits: result.bits,
    memoryCycles: Math.max(image.wordsPerFrame, result.wordsPerFrame),
    fixed: { lut, bram18, dsp: 0 },
    converter: converterCost,
    fifo: (bits) => finnFifoCost(bits, depth),
    layers: nodes.map(({ layer, reads }) => ({
      name: layer.name,
      layer,
      reads: reads.map((read) => nodes.findIndex((node) => node.layer.name === read)),
      options: choicesOf(layer)
        .map((choice) => optionOf(layer, choice, library))
        .filter(({ inputBits, outputBits }) => Math.max(...inputBits, outputBits) <= MAX_STREAM_BITS),
    })),
  };
}

function optionOf(layer: Layer, choice: LayerChoice, library: FinnLibrary): GraphOption {
  const ops = layOut(layer, choice, library);
  const converters = ops.slice(1).map(({ inputBits }, before) => converterCost(ops[before].outputBits, inputBits[0]));
  return {
    choice,
    ...sumOfCosts([...ops.map(({ cost }) => cost), ...converters]),
    cycles: Math.max(...ops.map(({ cycles }) => cycles)),
    inputBits: ops[0].inputBits,
    outputBits: ops[ops.length - 1].outputBits,
  };
}

/** Every choice of a layer. A depthwise unit has several lanes for a window only where each channel has one. */
export function choicesOf(layer: Layer): LayerChoice[] {
  const most = mostLanes(layer);
  const isMatrix = hasMatrix(layer);
  const fullFirst = isMatrix && isDepthwise(layer);
  const lanes = divisors(most.pe).flatMap((pe) =>
    divisors(most.simd)
      .filter((simd) => !fullFirst || simd === 1 || pe === most.pe)
      .map((simd) => ({ pe, simd })),
  );
  if (!isMatrix) return lanes.map((each) => ({ ...each, weights: 'block', products: 'lut' }));
  const places = (['block', 'lut'] as const).flatMap((weights) =>
    (['lut', 'dsp'] as const).map((products) => ({ weights, products })),
  );
  return lanes.flatMap((each) => places.map((place) => ({ ...each, ...place })));
}
