import { expect } from 'chai';
import {
  layerOps,
  loadNamedNetwork,
  NOTEBOOK_DOREFANET,
  NOTEBOOK_TINIER_YOLO,
  notebookOps,
  SOFTWARE_LAYERS,
  totalNotebookOps,
} from '../../sim/nn/index.js';
import { type CodeLayer, isCodeLayer } from '../../sim/nn/network.js';

/** 2 OP per MAC. */
function trueOps(name: string): number {
  return loadNamedNetwork(name).layers.reduce((sum, layer) => sum + layerOps(layer), 0);
}

function codeLayers(name: string): CodeLayer[] {
  return loadNamedNetwork(name).layers.filter(isCodeLayer);
}

describe('notebookOps', () => {
  it('counts 2 OP per MAC of convolutions and fully connected layers', () => {
    for (const layer of ['dorefanet', 'tinier-yolo', 'lfc-w1a1'].flatMap(codeLayers)) {
      if (layer.op !== 'maxPool') expect(notebookOps(layer)).to.equal(layerOps(layer));
    }
  });

  it('counts the pixels of the windows of a pool once for all channels', () => {
    const pool = { op: 'maxPool', kernel: [3, 2], outputShape: [5, 7, 64] } as const;
    expect(notebookOps(pool)).to.equal(3 * 2 * 5 * 7);
  });

  it('gives the published count of Tinier-YOLO, and 2 OP per MAC the true one', () => {
    expect(totalNotebookOps(codeLayers('tinier-yolo'))).to.equal(4_385_989_400);
    expect(trueOps('tinier-yolo')).to.equal(4_385_931_264);
  });

  it('gives the published count of the software layers of Tinier-YOLO, with the first layer of Tiny-YOLO', () => {
    expect(totalNotebookOps(NOTEBOOK_TINIER_YOLO.software)).to.equal(171_325_440);
    expect(totalNotebookOps(NOTEBOOK_TINIER_YOLO.offloaded)).to.equal(4_385_989_400);
  });

  it('gives the true counts of the layers in software', () => {
    expect(totalNotebookOps(SOFTWARE_LAYERS.dorefanet)).to.equal(288_564_736);
    expect(totalNotebookOps(SOFTWARE_LAYERS['tinier-yolo'])).to.equal(59_012_096);
  });

  it('gives the published counts of DoReFaNet for the network that they belong to', () => {
    expect(totalNotebookOps(NOTEBOOK_DOREFANET.offloaded)).to.equal(1_073_856_969);
    expect(totalNotebookOps(NOTEBOOK_DOREFANET.software)).to.equal(238_176_256);
  });

  it('gives other counts for the DoReFaNet that is shipped: 1.762 times as many', () => {
    expect(trueOps('dorefanet')).to.equal(1_892_403_648);
    expect(totalNotebookOps(codeLayers('dorefanet'))).to.equal(1_892_403_648 + 8_649);
    expect(trueOps('dorefanet') / totalNotebookOps(NOTEBOOK_DOREFANET.offloaded)).to.be.closeTo(1.762, 0.0005);
  });
});
