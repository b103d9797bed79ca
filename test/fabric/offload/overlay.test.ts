import { expect } from 'chai';
import { boardNames, loadBoard, offloadOverlayFor, offloadOverlays } from '../../../sim/fabric/index.js';
import { wordsPerPixel } from '../../../sim/fabric/offload/overlay.js';

// facts/qnn-mo-pynq.md section 2.1
describe('offload overlays', () => {
  const common = { pe: 32, simd: 64, memoryChannels: 2, memoryWordBits: 64, maxPoolStride: 2 };

  it('exist for the boards that have a clock for them', () => {
    const boards = boardNames().filter((name) => loadBoard(name).offload !== undefined);
    for (const overlay of offloadOverlays()) expect([...overlay.boards].sort()).to.deep.equal(boards);
  });

  it('are W1A2 and W1A3, with what they take at most', () => {
    const [w1a2, w1a3, ...others] = offloadOverlays();
    expect(others).to.deep.equal([]);
    expect(w1a2).to.deep.include({
      ...common,
      name: 'w1a2',
      activationBits: 2,
      thresholdBits: 64,
      maxKernel: 5,
      maxInputChannels: 384,
      maxOutputChannels: 384,
      maxInputDim: 64,
      maxOutputDim: 64,
      poolWindow: 3,
    });
    expect(w1a3).to.deep.include({
      ...common,
      name: 'w1a3',
      activationBits: 3,
      thresholdBits: 128,
      maxKernel: 3,
      maxInputChannels: 512,
      maxOutputChannels: 256,
      maxInputDim: 210,
      maxOutputDim: 210,
      poolWindow: 2,
    });
    expect([w1a2, w1a3].map(wordsPerPixel)).to.deep.equal([12, 24]);
    for (const { fifoDepth } of [w1a2, w1a3]) {
      expect(fifoDepth).to.deep.include({ value: 2, unit: 'words', status: 'assumed' });
    }
  });

  it('are found by the networks that they were built for', () => {
    expect(offloadOverlayFor({ name: 'dorefanet' })?.name).to.equal('w1a2');
    expect(offloadOverlayFor({ name: 'tinier-yolo' })?.name).to.equal('w1a3');
    expect(offloadOverlayFor({ name: 'lfc-w1a1' })).to.equal(undefined);
  });
});
