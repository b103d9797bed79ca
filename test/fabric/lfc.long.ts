import { expect } from 'chai';
import { simulateEvents, tick } from '../../sim/core/index.js';
import { usualOverlay } from '../../sim/drivers/index.js';
import { compile, loadBoard, loadLibrary, streamWords } from '../../sim/fabric/index.js';
import { createExecutor, createPackedMatrix, loadNamedNetwork, mnistTestImages, setCode } from '../../sim/nn/index.js';

const IMAGES = 4;

function lfc(name: string) {
  const network = loadNamedNetwork(name);
  const overlay = usualOverlay(network);
  return { network, overlay, board: loadBoard('ultra96'), library: loadLibrary(overlay.library) };
}

describe('LFC, at length', () => {
  it('takes the same cycles in every engine for the whole test set, cause by cause', () => {
    const { pipeline } = compile({ ...lfc('lfc-w1a1'), images: 10_000 });
    const event = simulateEvents(pipeline);
    expect(simulateEvents(pipeline, { steadyState: false })).to.deep.equal(event);
    expect(tick(pipeline)).to.deep.equal(event);
  });

  for (const name of ['lfc-w1a1', 'lfc-w1a2']) {
    it(`gives the same result words whether words go through the streams of ${name} or kernels compute them`, async () => {
      const design = lfc(name);
      const pixels = mnistTestImages().data.subarray(0, IMAGES * 784);
      const inputs = createPackedMatrix(IMAGES, design.network.input.paddedFeatures, 1);
      pixels.forEach((pixel, index) => {
        setCode(inputs, Math.floor(index / 784), index % 784, pixel >= 128 ? 1 : 0);
      });
      const executor = createExecutor(design.network, { backend: 'wasm' });
      const { words } = await executor.run(pixels, IMAGES);
      expect(streamWords(design, inputs).words).to.deep.equal(words);
    });
  }
});
