import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { PRUNED } from '../../../scripts/networks/pruned.js';
import { toYaml } from '../../../scripts/networks/to-yaml.js';
import { ZOO } from '../../../scripts/networks/zoo.js';
import { packagePath } from '../../../sim/core/package-root.js';
import { loadNamedNetwork } from '../../../sim/nn/catalog.js';
import { layerOps } from '../../../sim/nn/network.js';

/**
 * Operations of a picture in units of 10^9, with the digits that are published: in the names of the Vitis AI Model Zoo (data/dpu),
 * for `mobilenet-v2` in facts/dpu.md section 3. Two names are not what their definitions give: MobileNetV1 0.5 160 is named
 * 150.07M and has 153.05, MobileNetV2 is named 0.59G and has 0.602, or 0.599 without its classifier.
 */
const PUBLISHED: Readonly<Record<string, string>> = {
  resnet50: '7.7',
  'resnet-v1-101': '14.4',
  'vgg16-imagenet': '30.96',
  'inception-v1': '3.16',
  'inception-v1-slim': '3',
  'inception-v2': '4',
  'inception-resnet-v2': '26.35',
  'efficientnet-edgetpu-l': '19.36',
  'yolov2-voc': '34',
  'mobilenet-v2': '0.6247',
};

/** Multiply-accumulates of a picture in units of 10^6, as the authors of the networks state them; YOLOv3's with COCO's classes. */
const STATED: Readonly<Record<string, number>> = {
  'vgg19-imagenet': 19600,
  resnet18: 1800,
  'inception-v3': 5700,
  'yolov3-voc': 65860 / 2,
  'mobilenet-v1-1.0-224': 569,
  'mobilenet-v1-0.5-160': 76,
  'mobilenet-v2-1.0-224': 300,
  'mobilenet-v2-1.4-224': 582,
};

describe('the networks without weights', () => {
  it('are what npm run networks writes', () => {
    for (const network of ZOO) {
      const written = readFileSync(packagePath(`networks/${network.name}.yaml`), 'utf8');
      expect(written, network.name).to.equal(toYaml(network));
    }
    const pruned = readFileSync(packagePath(`networks/${PRUNED.name}.yaml`), 'utf8');
    expect(pruned).to.equal(PRUNED.text());
  });

  it('have the shapes that the scripts count with', () => {
    for (const { name, build } of ZOO) {
      const { layers, shapes } = build();
      expect(
        loadNamedNetwork(name).layers.map(({ outputShape }) => outputShape),
        name,
      ).to.deep.equal(shapes);
      expect(layers).to.have.length(shapes.length);
    }
  });
});

describe('the operations of the networks without weights', () => {
  for (const [name, published] of Object.entries(PUBLISHED)) {
    it(`are those published of ${name}, to the third digit`, () => {
      const third = 10 ** (Math.floor(Math.log10(Number(published))) - 2);
      const last = 10 ** -(published.split('.')[1]?.length ?? 0);
      expect(gops(name)).to.be.closeTo(Number(published), Math.max(third, last));
    });
  }

  for (const [name, megaMacs] of Object.entries(STATED)) {
    it(`are those that the authors of ${name} state, to the percent`, () => {
      expect((gops(name) * 1000) / 2).to.be.closeTo(megaMacs, megaMacs / 100);
    });
  }
});

function gops(name: string): number {
  return loadNamedNetwork(name).layers.reduce((sum, layer) => sum + layerOps(layer), 0) / 1e9;
}
