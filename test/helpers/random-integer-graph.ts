import fc from 'fast-check';
import { hasMatrix } from '../../sim/fabric/has-matrix.js';
import { compile, type FabricDesign, loadBoard, loadLibrary, mostLanes, type Overlay } from '../../sim/fabric/index.js';
import type { DataType } from '../../sim/nn/data-type.js';
import { divisors } from '../../sim/nn/divisors.js';
import { elements, type Layer, type Network, type Padding, type Shape, type Size } from '../../sim/nn/network.js';
import { NO_PADDING, paddedSize, windowCounts } from '../../sim/nn/windows.js';
import { withRandomIntegers } from './random-integers.js';
import { type Random, randomFrom, randomPixels } from './random-layer.js';

const integer = (bits: number, encoding: 'signed' | 'unsigned', scale: number, zeroPoint = 0): DataType => ({
  ...{ bits, encoding, narrow: false, scale },
  ...(zeroPoint === 0 ? {} : { zeroPoint }),
});
const TYPES = [
  integer(8, 'signed', 0.5),
  integer(8, 'unsigned', 1, 100),
  integer(8, 'signed', 0.75, -128),
  integer(4, 'signed', 1),
  integer(4, 'unsigned', 2),
  integer(2, 'unsigned', 1),
  integer(16, 'signed', 0.25),
];

/** What a layer reads. */
interface Tensor {
  readonly name: string;
  readonly shape: Shape;
  readonly type: DataType;
}

/** Grows a graph of layers of integers, whose open end is `end`. */
class Graph {
  readonly layers: Layer[] = [];
  end: Tensor;

  constructor(
    private readonly random: Random,
    shape: Shape,
    type: DataType,
  ) {
    this.end = { name: 'input', shape, type };
  }

  grow(): void {
    if (this.end.shape.length === 1) {
      this.fullyConnected();
      return;
    }
    const kinds = {
      convolution: () => this.convolution(1 + this.random(6)),
      depthwise: () => this.convolution(this.end.shape[2], true),
      pool: () => this.pool('integerMaxPool'),
      average: () => this.pool('averagePool'),
      residual: () => this.residual(),
      concat: () => this.concat(),
      pad: () => this.pad(),
      rescale: () => this.rescale(),
      mean: () => this.add(this.fields('mean', [1, 1, this.end.shape[2]], this.pick(TYPES.slice(0, 3)))),
      fullyConnected: () => {
        this.add(this.fields('reshape', [elements(this.end.shape)]));
        this.fullyConnected();
      },
    };
    this.pick(Object.values(kinds))();
  }

  private pad(): void {
    const padding = { top: this.random(2), left: this.random(2), bottom: this.random(2), right: 1 };
    const [height, width, channels] = this.end.shape;
    this.add({ ...this.fields('pad', [...paddedSize([height, width], padding), channels]), padding });
  }

  private residual(): void {
    const start = this.end;
    const [, , channels] = start.shape;
    this.convolution(channels, false, {
      kernel: [3, 3],
      stride: [1, 1],
      padding: { top: 1, left: 1, bottom: 1, right: 1 },
    });
    if (this.random(2) === 0) this.convolution(channels, true, { kernel: [1, 1], stride: [1, 1], padding: NO_PADDING });
    const main = this.end;
    this.end = start;
    if (this.random(2) === 0) this.rescale();
    const inputs = this.random(2) === 0 ? [main, this.end] : [this.end, main];
    this.join('add', inputs, main.shape, {
      rule: 'scale',
      inputTypes: inputs.map(({ type }) => type),
      outputType: this.pick(TYPES.slice(0, 3)),
    });
  }

  private concat(): void {
    const start = this.end;
    const windows = { kernel: [1, 1], stride: [1, 1], padding: NO_PADDING } as const;
    const outputType = this.pick(TYPES);
    const branches = [1 + this.random(4), 1 + this.random(4)].map((channels) => {
      this.end = start;
      this.convolution(channels, false, windows, outputType);
      return this.end;
    });
    const [height, width] = start.shape;
    const inputShapes = branches.map(({ shape }) => shape);
    const channels = inputShapes.reduce((sum, shape) => sum + shape[2], 0);
    this.join('concat', branches, [height, width, channels], { axis: 2, inputShapes, outputType });
  }

  private join(op: string, inputs: readonly Tensor[], outputShape: Shape, more: object): void {
    const [first] = inputs;
    const names = inputs.map(({ name }) => name);
    this.end = first;
    this.add({ ...this.fields(op, outputShape), inputs: names, ...more });
  }

  private convolution(mh: number, depthwise = false, windows = this.windows(), outputType = this.pick(TYPES)): void {
    const { shape } = this.end;
    const groups = depthwise ? shape[2] : 1;
    const mw = (elements(windows.kernel) * shape[2]) / groups;
    const counted = { ...windows, dilation: [1, 1] } as const;
    const outputShape = [...windowCounts([shape[0], shape[1]], counted), mh];
    this.addMatrix({ ...this.fields('integerConvolution', outputShape, outputType), ...counted, groups, mw, mh });
  }

  private fullyConnected(): void {
    const mh = 1 + this.random(6);
    const mw = elements(this.end.shape);
    this.addMatrix({ ...this.fields('integerFullyConnected', [mh], this.pick(TYPES)), mw, mh });
  }

  private pool(op: 'integerMaxPool' | 'averagePool'): void {
    const { shape } = this.end;
    const windows = { ...this.windows(), dilation: [1, 1] } as const;
    const { kernel, padding } = windows;
    const fits = Math.max(padding.top, padding.bottom) < kernel[0] && Math.max(padding.left, padding.right) < kernel[1];
    const inside = fits ? windows : { ...windows, kernel: [1, 1] as const, padding: NO_PADDING };
    const outputShape = [...windowCounts([shape[0], shape[1]], inside), shape[2]];
    const { dilation: _, ...rest } = inside;
    this.add({
      ...this.fields(op, outputShape),
      ...rest,
      ...(op === 'averagePool' ? { division: this.pick(['nearest', 'floor']) } : {}),
    });
  }

  private rescale(): void {
    const { shape } = this.end;
    this.add({
      ...this.fields('rescale', shape, this.pick(TYPES.slice(0, 3))),
      precision: this.pick(['fine', 'coarse']),
    });
  }

  private windows(): { readonly kernel: Size; readonly stride: Size; readonly padding: Padding } {
    const padding = { top: this.random(2), left: this.random(2), bottom: this.random(2), right: this.random(2) };
    const [height, width] = paddedSize([this.end.shape[0], this.end.shape[1]], padding);
    const kernel: Size = [1 + this.random(Math.min(height, 3)), 1 + this.random(Math.min(width, 3))];
    return { kernel, stride: [1 + this.random(Math.min(height, 2)), 1 + this.random(Math.min(width, 2))], padding };
  }

  private fields(op: string, outputShape: Shape, outputType = this.end.type): object {
    const { name, shape, type } = this.end;
    const inputs = [name];
    return { name: `L${this.layers.length}`, op, inputs, inputShape: shape, inputType: type, outputShape, outputType };
  }

  private addMatrix(layer: object): void {
    this.add(withRandomIntegers(this.random, { ...layer, requantization: { rule: 'scale' } } as never));
  }

  private add(fields: object): void {
    const layer = fields as Layer;
    this.layers.push(layer);
    this.end = { name: layer.name, shape: layer.outputShape, type: layer.outputType };
  }

  private pick<Choice>(from: readonly Choice[]): Choice {
    return from[this.random(from.length)];
  }
}

/** Graphs of layers of integers with residual blocks and concatenations, laid out in library finn in random foldings and FIFO depths. */
export const randomIntegerDesign: fc.Arbitrary<{ readonly design: FabricDesign; readonly pixels: Uint8Array }> = fc
  .record({ seed: fc.integer(), steps: fc.integer({ min: 1, max: 4 }), images: fc.integer({ min: 1, max: 3 }) })
  .map(({ seed, steps, images }) => {
    const random = randomFrom(seed);
    const shape = [1 + random(5), 1 + random(5), 1 + random(4)];
    const type = integer(8, random(2) === 0 ? 'signed' : 'unsigned', 1, random(3));
    const graph = new Graph(random, shape, type);
    for (let step = 0; step < steps; step++) graph.grow();
    if (graph.layers.every(({ op }) => op === 'reshape')) graph.grow();
    const network = networkOf(graph.layers, shape, type);
    const overlay = randomOverlay(random, network);
    const base = { network, overlay, images, board: loadBoard('ultra96'), library: loadLibrary('finn') };
    const { fifos, placements } = compile(base);
    const isBranch = (name: string) => placements.some(({ layer }) => name.includes(`.${layer.name}`));
    const chosen = fifos.filter((name) => !isBranch(name)).map((name) => [name, 2 + random(8)] as const);
    const design = { ...base, overlay: { ...overlay, fifos: Object.fromEntries(chosen) } };
    return { design, pixels: randomPixels(random, elements(shape) * images) };
  });

function networkOf(layers: readonly Layer[], shape: Shape, type: DataType): Network {
  return {
    name: 'random',
    description: '',
    input: { shape, type, pixels: { rule: 'codes' }, paddedFeatures: elements(shape) },
    classes: [],
    classRule: 'none',
    layers,
  };
}

/** Foldings of all layers with a matrix, and of some of the others. */
function randomOverlay(random: Random, { name, layers }: Network): Overlay {
  const pick = (of: number) => {
    const choices = divisors(of);
    return choices[random(choices.length)];
  };
  const folded = layers.filter((layer) => layer.op !== 'reshape' && (hasMatrix(layer) || random(2) === 0));
  const foldings = folded.map((layer) => {
    const most = mostLanes(layer);
    return { name: layer.name, pe: pick(most.pe), simd: pick(most.simd) };
  });
  return { network: name, library: 'finn', boards: [], source: '', layers: foldings, fifos: {}, widths: {} };
}
