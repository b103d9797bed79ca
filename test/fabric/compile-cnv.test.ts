import { expect } from 'chai';
import { compile, type FabricDesign } from '../../sim/fabric/index.js';
import { TERNARY } from '../../sim/nn/data-type.js';
import type { Layer } from '../../sim/nn/network.js';
import { designOf, publishedProgram } from '../helpers/fabric-design.js';
import { inputErrorOf } from '../helpers/input-error.js';
import { convolutionOf, fullyConnectedOf, maxPoolOf, networkOf } from '../helpers/layers.js';

/** Each unit with the stream that it writes: its width in bits and its depth in words. */
function chainOf(name: string): string[] {
  const { blocks, streams } = publishedProgram(name, 1).pipeline;
  return blocks.map(({ name, unit, outputs: [output] }) => {
    const stream = streams.find((candidate) => candidate.name === output);
    return `${name} (${unit})${stream === undefined ? '' : ` -> ${output}: ${stream.bits} b [${stream.depth}]`}`;
  });
}

/** facts/bnn-pynq.md section 4. */
const W1A1 = `
memReader (memoryReader) -> memIn: 64 b [2]
L0.in.wide.dwc (widthConverter) -> L0.in.wide: 192 b [2]
L0.in.dwc (widthConverter) -> L0.in: 24 b [128]
L0.swu (slidingWindow) -> L0.window: 24 b [2]
L0 (mvtu) -> L0.out: 16 b [2]
inter0.dwc (widthConverter) -> inter0: 64 b [128]
L1.in.dwc (widthConverter) -> L1.in: 32 b [2]
L1.swu (slidingWindow) -> L1.window: 32 b [2]
L1 (mvtu) -> L1.out: 32 b [2]
inter1.dwc (widthConverter) -> inter1: 64 b [2]
pool1 (maxPool) -> pool1.inter: 64 b [128]
L2.in.dwc (widthConverter) -> L2.in: 32 b [2]
L2.swu (slidingWindow) -> L2.window: 32 b [2]
L2 (mvtu) -> L2.out: 16 b [2]
inter2.dwc (widthConverter) -> inter2: 128 b [128]
L3.in.dwc (widthConverter) -> L3.in: 32 b [2]
L3.swu (slidingWindow) -> L3.window: 32 b [2]
L3 (mvtu) -> L3.out: 16 b [2]
inter3.dwc (widthConverter) -> inter3: 128 b [2]
pool3 (maxPool) -> pool3.inter: 128 b [81]
L4.in.dwc (widthConverter) -> L4.in: 32 b [2]
L4.swu (slidingWindow) -> L4.window: 32 b [2]
L4 (mvtu) -> L4.out: 4 b [2]
inter4.dwc (widthConverter) -> inter4: 256 b [2]
L5.in.dwc (widthConverter) -> L5.in: 32 b [2]
L5.swu (slidingWindow) -> L5.window: 32 b [2]
L5 (mvtu) -> L5.out: 1 b [2]
inter5.dwc (widthConverter) -> inter5: 256 b [2]
L6.in.dwc (widthConverter) -> L6.in: 4 b [2]
L6 (mvtu) -> L6.out: 1 b [2]
inter6.dwc (widthConverter) -> inter6: 64 b [128]
L7.in.dwc (widthConverter) -> L7.in: 8 b [2]
L7 (mvtu) -> L7.out: 1 b [2]
inter7.dwc (widthConverter) -> inter7: 64 b [3]
L8.in.dwc (widthConverter) -> L8.in: 1 b [2]
L8 (mvtu) -> memOut: 64 b [2]
memWriter (memoryWriter)`;

describe('compile, of CNV', () => {
  it('lays cnv-w1a1 out as BNN-PYNQ does', () => {
    expect(chainOf('cnv-w1a1')).to.deep.equal(W1A1.trim().split('\n'));
  });

  for (const name of ['cnv-w1a2', 'cnv-w2a2']) {
    it(`converts to the pixels of the pools and back in ${name}`, () => {
      const chain = chainOf(name);
      const around = (pool: string) =>
        chain.slice(chain.findIndex((unit) => unit.startsWith(`${pool}.in.dwc`)) - 1).slice(0, 4);
      expect(around('pool1').slice(1)).to.deep.equal([
        'pool1.in.dwc (widthConverter) -> pool1.in: 128 b [2]',
        'pool1 (maxPool) -> pool1.out: 128 b [2]',
        'pool1.inter.dwc (widthConverter) -> pool1.inter: 64 b [128]',
      ]);
      expect(around('pool1')[0]).to.match(/-> inter1: 64 b \[2\]$/);
      expect(around('pool3')).to.deep.equal([
        'inter3.dwc (widthConverter) -> inter3: 128 b [2]',
        'pool3.in.dwc (widthConverter) -> pool3.in: 256 b [2]',
        'pool3 (maxPool) -> pool3.out: 256 b [2]',
        'pool3.inter.dwc (widthConverter) -> pool3.inter: 128 b [81]',
      ]);
    });
  }

  it('needs no converter in cnv-w1a2 where lanes are as wide as the stream', () => {
    const chain = chainOf('cnv-w1a2').join('\n');
    expect(chain).to.include('inter0: 64 b [128]\nL1.swu').and.to.include('pool1.inter: 64 b [128]\nL2.swu');
    expect(chain).to.include('L1 (mvtu) -> inter1: 64 b [2]\npool1.in.dwc');
  });

  // facts/bnn-pynq.md section 1
  const ideal: [name: string, cycles: number[]][] = [
    ['cnv-w1a1', [32_400, 28_224, 20_736, 28_800, 20_736, 18_432, 32_768, 32_768, 8192]],
    ['cnv-w1a2', [32_400, 28_224, 20_736, 28_800, 20_736, 18_432, 32_768, 32_768, 8192]],
    ['cnv-w2a2', [64_800, 112_896, 82_944, 115_200, 82_944, 73_728, 65_536, 65_536, 8192]],
  ];
  for (const [name, cycles] of ideal) {
    it(`gives the layers of ${name} their published cycles, and the pools their own`, () => {
      const { placements } = publishedProgram(name, 5);
      const of = (op: string) => placements.filter(({ layer }) => (layer.op === 'maxPool') === (op === 'maxPool'));
      expect(of('matrix').map(({ idealCycles }) => idealCycles)).to.deep.equal(cycles);
      const interval = name === 'cnv-w1a1' ? 2 : 1;
      const pool = (side: number) => side * side * interval + (side * side) / 4 + side;
      expect(of('maxPool').map(({ idealCycles }) => idealCycles)).to.deep.equal([pool(28), pool(10)]);
    });
  }

  it('knows the units of each layer', () => {
    const { placements } = publishedProgram('cnv-w1a2', 1);
    const units = Object.fromEntries(placements.map(({ layer, units }) => [layer.name, units]));
    expect(units.L0).to.deep.equal(['L0.in.wide.dwc', 'L0.in.dwc', 'L0.swu', 'L0', 'inter0.dwc']);
    expect(units.pool1).to.deep.equal(['pool1.in.dwc', 'pool1', 'pool1.inter.dwc']);
    expect(units.L8).to.deep.equal(['L8.in.dwc', 'L8']);
  });

  it('counts the bytes of feature maps', () => {
    const { placements } = publishedProgram('cnv-w1a1', 1);
    expect(placements.map(({ inputBytes, outputBytes }) => [inputBytes, outputBytes])).to.deep.equal([
      [3072, 7200],
      [7200, 6272],
      [6272, 1568],
      [1568, 2304],
      [2304, 1600],
      [1600, 400],
      [400, 288],
      [288, 32],
      [32, 64],
      [64, 64],
      [64, 128],
    ]);
  });
});

describe('compile, where the HLS blocks have no unit', () => {
  const map = [6, 6, 16] as const;
  const kernel = [3, 3] as const;

  /** Compiles a layer on a feature map, and a fully connected one behind it. */
  function compileBeside(layer: Layer, simd = 1): unknown {
    const mw = layer.outputShape.reduce((product, size) => product * size, 1);
    const behind = fullyConnectedOf({ name: 'L1', input: layer.name, mw, mh: 64, inputShape: layer.outputShape });
    const folded = layer.op === 'maxPool' ? [] : [{ name: 'L0', pe: 1, simd }];
    const design = designOf(networkOf([layer, behind], layer.inputShape), []);
    const layers = [...folded, { name: 'L1', pe: 1, simd: 1 }];
    const complete: FabricDesign = { ...design, images: 1, overlay: { ...design.overlay, layers } };
    return compile(complete);
  }

  const padding = { top: 1, left: 1, bottom: 0, right: 0 };
  const refused: [what: string, layer: Layer, simd: number, message: string][] = [
    [
      'padding',
      convolutionOf({ inputShape: map, mh: 8, kernel, padding }),
      1,
      'found padding of 1, 1, 0, 0 (top, left, bottom, right), allowed: none',
    ],
    [
      'dilation',
      convolutionOf({ inputShape: map, mh: 8, kernel, dilation: [2, 2] }),
      1,
      'found a dilation of 2 x 2, allowed: 1 x 1',
    ],
    [
      'a kernel that is no square',
      convolutionOf({ inputShape: map, mh: 8, kernel: [3, 1] }),
      1,
      'found a kernel of 3 x 1, allowed: a square one',
    ],
    [
      'a stride that is no square',
      convolutionOf({ inputShape: map, mh: 8, kernel: [2, 2], stride: [1, 2] }),
      1,
      'found a stride of 1 x 2, allowed: a square one',
    ],
    [
      'an input that is no square',
      convolutionOf({ inputShape: [4, 8, 16], mh: 8, kernel }),
      1,
      'found an input of 4 x 8, allowed: a square one',
    ],
    [
      'a stride that does not divide the kernel',
      convolutionOf({ inputShape: [5, 5, 64], mh: 8, kernel, stride: [2, 2] }),
      1,
      'found kernel 3 with stride 2, allowed: a stride that divides the kernel',
    ],
    [
      'lanes across the pixels of a window',
      convolutionOf({ inputShape: map, mh: 8, kernel }),
      9,
      'found SIMD 9, allowed: a divisor of the 16 channels',
    ],
    ['groups', convolutionOf({ inputShape: map, mh: 8, kernel, groups: 2 }), 1, 'found 2 groups, allowed: 1'],
    [
      'a padded pool',
      maxPoolOf({ inputShape: map, kernel: [2, 2], padding: { top: 0, left: 0, bottom: 1, right: 1 } }),
      1,
      'found padding of 0, 0, 1, 1 (top, left, bottom, right), allowed: none',
    ],
    [
      'a pool whose windows overlap',
      maxPoolOf({ inputShape: map, kernel, stride: [1, 1] }),
      1,
      'found a stride of 1 x 1, allowed: 3 x 3, the kernel',
    ],
    [
      'a pool that leaves a rest',
      maxPoolOf({ inputShape: [7, 7, 64], kernel: [2, 2], inputType: TERNARY }),
      1,
      'found an input side of 7, allowed: a multiple of the kernel, 2',
    ],
    [
      'a pool that is no square',
      maxPoolOf({ inputShape: map, kernel: [2, 3] }),
      1,
      'found a kernel of 2 x 3, allowed: a square one',
    ],
  ];
  for (const [what, layer, simd, problem] of refused) {
    it(`refuses ${what}`, () => {
      expect(inputErrorOf(() => compileBeside(layer, simd))).to.equal(`layer L0: ${problem} (block library hls)`);
    });
  }

  it('accepts the same without them', () => {
    expect(() => compileBeside(convolutionOf({ inputShape: map, mh: 8, kernel }), 8)).not.to.throw();
    expect(() => compileBeside(maxPoolOf({ inputShape: map, kernel }))).not.to.throw();
  });
});
