import { InputError } from '../core/input/input-error.js';
import { allowedNames } from '../core/input/nearest.js';
import { type Folding, foldingProblem } from '../nn/folding.js';
import { elements, isCodeLayer, isIntegerLayer, type Layer, type Network } from '../nn/network.js';
import { fabricGraph } from './fabric-graph.js';
import { mostLanes } from './finn/layers/lay-out.js';
import { hasMatrix } from './has-matrix.js';
import type { BlockLibrary } from './library.js';
import { handOnStreams } from './stream-names.js';

/** How a network is laid out in the fabric: the folding of its layers, and the streams between them. */
export interface Overlay {
  /** Network that it is made for. */
  readonly network: string;
  /** Name of the block library. */
  readonly library: BlockLibrary['name'];
  /** Boards that it exists for, the usual one first. */
  readonly boards: readonly string[];
  readonly source: string;
  /** The folding of every layer with a matrix; in library finn also the lanes (PE) of others. */
  readonly layers: readonly ({ readonly name: string } & Folding)[];
  /** Depths in words by stream name; streams that are not named have the library's default. */
  readonly fifos: Readonly<Record<string, number>>;
  /** Widths in bits of the streams that layers hand on; one that is not named is as wide as the layer's result words. */
  readonly widths: Readonly<Record<string, number>>;
  /** Memories that are told to be LUT RAM: `<layer>.weights`, `<layer>.thresholds`. It costs no cycles. */
  readonly lutRam?: readonly string[] | undefined;
  /** Layers whose products are formed by DSPs, in library finn. It costs no cycles. */
  readonly dsp?: readonly string[] | undefined;
}

/** Memories of a layer. */
const MEMORIES = ['weights', 'thresholds'] as const;

/** What keeps an overlay from a network, and where in the overlay. */
export interface OverlayProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The overlay of a network for which none is known: one lane everywhere. */
export function unfoldedOverlay(network: Network): Overlay {
  return {
    network: network.name,
    library: network.layers.some(isIntegerLayer) ? 'finn' : 'hls',
    boards: [],
    source: 'one lane in every layer',
    layers: network.layers.filter(hasMatrix).map(({ name }) => ({ name, pe: 1, simd: 1 })),
    fifos: {},
    widths: {},
  };
}

/** The folding of a layer in an overlay that fits the network. */
export function foldingOf(overlay: Overlay, layer: Pick<Layer, 'name'>): Folding {
  return foldingIn(overlay, layer)!;
}

/** The folding of a layer in an overlay, if it has one. */
export function foldingIn({ layers }: Overlay, layer: Pick<Layer, 'name'>): Folding | undefined {
  const found = layers.find(({ name }) => name === layer.name);
  return found && { pe: found.pe, simd: found.simd };
}

/** Whether a memory of a layer is told to be LUT RAM. */
export function isInLutRam(
  { lutRam }: Overlay,
  { name }: Pick<Layer, 'name'>,
  memory: (typeof MEMORIES)[number],
): boolean {
  return lutRam?.includes(`${name}.${memory}`) === true;
}

/** @throws InputError if something keeps an overlay from a network */
export function requireFitting(overlay: Overlay, network: Network): void {
  const [problem] = overlayProblems(overlay, network);
  if (problem !== undefined) throw new InputError(problem.message);
}

/** All that keeps an overlay from a network. */
export function overlayProblems(overlay: Overlay, network: Network): OverlayProblem[] {
  return [
    ...foldingProblems(overlay, network),
    ...widthProblems(overlay, network),
    ...lutRamProblems(overlay, network),
    ...dspProblems(overlay, network),
  ];
}

function foldingProblems({ layers }: Overlay, network: Network): OverlayProblem[] {
  const needed = network.layers.filter(hasMatrix).map(({ name }) => name);
  const folded = network.layers.filter(canBeFolded);
  const names = folded.map(({ name }) => name);
  const problems = layers.flatMap(({ name, ...folding }, index): OverlayProblem[] => {
    const path = ['layers', index, 'name'];
    const layer = folded.find((candidate) => candidate.name === name);
    if (layer === undefined) {
      const other = network.layers.find((candidate) => candidate.name === name);
      const found =
        other === undefined ? `no layer ${name} in ${network.name}` : `${name} is a ${other.op}, which has no folding`;
      return [{ path, message: `${found}, ${allowedNames(name, names)}` }];
    }
    if (layers.findIndex((other) => other.name === name) !== index) {
      return [{ path, message: `the layer ${name} is given twice` }];
    }
    const problem = foldingProblem(folding, ...sizesOf(layer));
    return problem === undefined ? [] : [{ path: ['layers', index], message: `${name}: ${problem}` }];
  });
  const missing = needed.find((name) => !layers.some((layer) => layer.name === name));
  if (missing !== undefined) problems.push({ path: ['layers'], message: `no folding of layer ${missing}` });
  return problems;
}

/** Layers with a matrix, and of integers those that work on some channels at a time. */
function canBeFolded(layer: Layer): boolean {
  return hasMatrix(layer) || !(isCodeLayer(layer) || layer.op === 'reshape' || layer.op === 'softmax');
}

/** What PE and SIMD divide. */
function sizesOf(layer: Layer): [mh: number, mw: number] {
  return hasMatrix(layer) ? [layer.mh, layer.mw] : [mostLanes(layer).pe, 1];
}

function widthProblems({ widths }: Overlay, network: Network): OverlayProblem[] {
  const streams = handOnStreams(network).slice(0, -1);
  return Object.entries(widths).flatMap(([stream, bits]): OverlayProblem[] => {
    const path = ['widths', stream];
    const layer = fabricGraph(network).nodes[streams.indexOf(stream)]?.layer;
    if (layer === undefined) {
      return [{ path, message: `no stream ${stream} between two layers, ${allowedNames(stream, streams)}` }];
    }
    const total = elements(layer.outputShape) * layer.outputType.bits;
    if (total % bits === 0) return [];
    return [
      { path, message: `${stream}: ${bits} bits do not divide the ${total} bits that ${layer.name} gives an image` },
    ];
  });
}

function lutRamProblems({ lutRam = [] }: Overlay, network: Network): OverlayProblem[] {
  const memories = network.layers
    .filter(hasMatrix)
    .flatMap(({ name }) => MEMORIES.map((memory) => `${name}.${memory}`));
  return lutRam.flatMap((memory, index): OverlayProblem[] => {
    if (memories.includes(memory)) return [];
    return [{ path: ['lutRam', index], message: `no memory ${memory}, ${allowedNames(memory, memories)}` }];
  });
}

function dspProblems({ dsp = [] }: Overlay, network: Network): OverlayProblem[] {
  const names = network.layers.filter(hasMatrix).map(({ name }) => name);
  return dsp.flatMap((name, index): OverlayProblem[] => {
    if (names.includes(name)) return [];
    return [{ path: ['dsp', index], message: `no layer ${name} with a matrix, ${allowedNames(name, names)}` }];
  });
}
