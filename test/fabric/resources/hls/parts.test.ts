import { expect } from 'chai';
import fc from 'fast-check';
import {
  addResources,
  compile,
  designResources,
  type FabricDesign,
  fifoResources,
  fittedResources,
  hlsResourceModel,
  loadBoard,
  loadLibrary,
  matrixResources,
  maxPoolResources,
  memoryPortResources,
  publishedOverlay,
  type Resources,
} from '../../../../sim/fabric/index.js';
import { foldingOf } from '../../../../sim/fabric/overlay.js';
import { requireChain } from '../../../../sim/fabric/require-chain.js';
import { bram18OfColumns } from '../../../../sim/fabric/resources/hls/memory.js';
import { FROM_MEMORY, handOnStreams } from '../../../../sim/fabric/stream-names.js';
import { loadNamedNetwork } from '../../../../sim/nn/catalog.js';
import { isMatrixLayer, type MatrixLayer } from '../../../../sim/nn/network.js';
import { randomDesign } from '../../../helpers/random-design.js';

const model = hlsResourceModel();

/** A design in which only the streams that layers read and hand on have depths of their own. */
function withLayerFifosOnly(design: FabricDesign): FabricDesign {
  const names = [FROM_MEMORY, ...handOnStreams(design.network)];
  const fifos = Object.fromEntries(Object.entries(design.overlay.fifos).filter(([name]) => names.includes(name)));
  return { ...design, overlay: { ...design.overlay, fifos } };
}

/** The resources of a design, layer by layer and stream by stream. */
function sumOfParts(design: FabricDesign): Resources {
  const { network, overlay } = design;
  const { streams } = compile(design).pipeline;
  const stream = (name: string) => streams.find((candidate) => candidate.name === name)!;
  const names = [FROM_MEMORY, ...handOnStreams(network)];
  const fifos = names.map((name) => fifoResources(model, stream(name).depth, stream(name).bits));
  const layers = requireChain(network).map((layer, index) => {
    const widths = { inputBits: stream(names[index]).bits, outputBits: stream(names[index + 1]).bits };
    if (!isMatrixLayer(layer)) return maxPoolResources(model, layer, widths);
    return matrixResources(model, layer, foldingOf(overlay, layer), widths);
  });
  return [...fifos, ...layers].reduce(addResources, memoryPortResources(model));
}

function expectClose(found: Resources, expected: Resources): void {
  expect(found.lut).to.be.closeTo(expected.lut, 1e-6 * expected.lut);
  expect(found.movable.lut).to.be.closeTo(expected.movable.lut, 1e-6 * expected.movable.lut + 1e-9);
  expect([found.bram18, found.dsp, found.movable.bram18]).to.deep.equal([
    expected.bram18,
    expected.dsp,
    expected.movable.bram18,
  ]);
}

function layerOf(network: string, name: string): MatrixLayer {
  return loadNamedNetwork(network)
    .layers.filter(isMatrixLayer)
    .find((layer) => layer.name === name)!;
}

describe('resources of HLS designs', () => {
  it('are the sum of those of the layers and of the streams', () => {
    fc.assert(
      fc.property(randomDesign(), ({ design }) => {
        const own = withLayerFifosOnly(design);
        const deviceBram18 = 2 * own.board.resources.bram36.value;
        expectClose(designResources(compile(own), model), fittedResources(sumOfParts(own), deviceBram18));
      }),
      { numRuns: 300 },
    );
  });

  // By hand: 32 PE, each 64 XNORs, 63 adders of 1 to 6 bits, an accumulator and a comparator of 16 bits; 64 bits of input
  // behind multiplexers of 13; 416 words of 64 bits; 32 thresholds of 16 bits; one control.
  it('are those of the structure: the first layer of LFC', () => {
    const layer = layerOf('lfc-w1a1', 'L0');
    const { lut, bram18 } = matrixResources(model, layer, { pe: 32, simd: 64 }, { inputBits: 64, outputBits: 32 });
    const tree = 32 * 1 + 16 * 2 + 8 * 3 + 4 * 4 + 2 * 5 + 1 * 6;
    const logic = 32 * (64 + tree + 16 + 16) + 64 * 4;
    const { logicScale, controlLut } = model.constants;
    expect(lut).to.be.closeTo(logicScale.value * logic + 32 * 16 + controlLut.value, 1e-6);
    expect(bram18).to.equal(32 * 2);
  });

  it('of a convolution have its row buffers in block RAM, and its converters', () => {
    const layer = layerOf('cnv-w1a1', 'L3');
    const folding = { pe: 16, simd: 32 };
    const wide = matrixResources(model, layer, folding, { inputBits: 128, outputBits: 128 });
    const narrow = matrixResources(model, layer, folding, { inputBits: 32, outputBits: 16 });
    // weights: 16 memories of 288 x 32 bits; 4 rows of 48 x 32 bits
    expect(narrow.bram18).to.equal(16 + 4);
    expect(narrow.movable.bram18).to.equal(16 + 4);
    const { logicScale, controlLut } = model.constants;
    const streams = 2 + 32 / 2 + (2 + 16 / 2);
    expect(wide.lut - narrow.lut).to.be.closeTo(2 * (logicScale.value * 128 + controlLut.value) + streams, 1e-6);
  });

  it('take more LUTs for more lanes, and always hold the weights', () => {
    const layer = layerOf('lfc-w1a1', 'L1');
    const lanes = fc.constantFrom(1, 2, 4, 8, 16, 32, 64, 128);
    fc.assert(
      fc.property(lanes, lanes, (pe, simd) => {
        const at = (factor: number) =>
          matrixResources(model, layer, { pe: pe * factor, simd }, { inputBits: simd, outputBits: pe * factor });
        expect(at(2).lut).to.be.above(at(1).lut);
        const weightBits = layer.mw * layer.mh;
        expect(at(1).bram18 * 18 * 1024).to.be.at.least(weightBits);
      }),
    );
  });

  it('of memories follow the shapes of the RAMB18 and RAMB36', () => {
    const cases: [depth: number, width: number, bram18: number][] = [
      [512, 36, 1],
      [512, 64, 2],
      [576, 32, 2],
      [1152, 32, 4],
      [2304, 32, 8],
      [8192, 1, 1],
      [8192, 2, 1],
      [9216, 16, 16],
      [16384, 1, 1],
      [18432, 32, 64],
      [32768, 4, 8],
      [65536, 4, 16],
      [73728, 16, 96],
    ];
    for (const [depth, width, bram18] of cases)
      expect(bram18OfColumns(depth, width), `${depth} x ${width}`).to.equal(bram18);
  });

  it('of memories hold their bits', () => {
    const size = fc.integer({ min: 1, max: 2 ** 17 });
    fc.assert(
      fc.property(size, fc.integer({ min: 1, max: 512 }), (depth, width) => {
        expect(bram18OfColumns(depth, width) * 18 * 1024).to.be.at.least(depth * width);
      }),
    );
  });

  it('of streams are shift registers up to 32 words and block RAM beyond', () => {
    expect(fifoResources(model, 32, 64)).to.deep.include({ lut: 10 + 32, bram18: 0 });
    expect(fifoResources(model, 33, 64)).to.deep.include({ lut: 12, bram18: 2 });
  });

  it('move shallow memories into LUT RAM where the device has too few block RAMs', () => {
    const movable = { bram18: 20, lut: 400 };
    const resources = { lut: 1000, bram18: 50, dsp: 0, movable };
    expect(fittedResources(resources, 50)).to.equal(resources);
    expect(fittedResources(resources, 40)).to.deep.equal({
      lut: 1200,
      bram18: 40,
      dsp: 0,
      movable: { bram18: 10, lut: 200 },
    });
    expect(fittedResources(resources, 10)).to.deep.equal({
      lut: 1400,
      bram18: 30,
      dsp: 0,
      movable: { bram18: 0, lut: 0 },
    });
  });

  it('follow the memories that the overlay puts into LUT RAM', () => {
    const network = loadNamedNetwork('cnv-w2a2');
    const overlay = publishedOverlay(network)!;
    expect(overlay.lutRam).to.deep.equal(['L1.weights', 'L4.thresholds']);
    const design = { network, library: loadLibrary('hls'), board: loadBoard('ultra96'), images: 1 };
    const forced = designResources(compile({ ...design, overlay }));
    const free = designResources(compile({ ...design, overlay: { ...overlay, lutRam: [] } }));
    // 16 memories of 144 x 32 bits and 8 of 64 x 16 bits
    expect(free.bram18 - forced.bram18).to.equal(16 + 8);
    expect(forced.lut - free.lut).to.be.closeTo(16 * 32 * 3 + 8 * 16, 1e-6);
  });
});
