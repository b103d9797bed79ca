import { expect } from 'chai';
import { simulateEvents, tick } from '../../sim/core/index.js';
import { readBytes } from '../../sim/core/input/file.js';
import { usualOverlay, withOriginalParameters } from '../../sim/drivers/index.js';
import { loadBoard, loadLibrary, streamWords } from '../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';
import { readCifar } from '../../sim/nn/data/cifar.js';
import { decodeValue, encodeValue } from '../../sim/nn/data-type.js';
import { createPackedMatrix, getCode, setCode } from '../../sim/nn/packed-matrix.js';
import { pixelTables } from '../../sim/nn/pixel-values.js';
import { CNV_NETWORKS } from '../helpers/cnv.js';
import { publishedProgram } from '../helpers/fabric-design.js';
import { sharedData } from '../helpers/shared-data.js';

/** What the hardware printed for the deer, class by class (facts/bnn-pynq.md section 5). */
const SCORES: Readonly<Record<string, readonly number[]>> = {
  'cnv-w1a1': [234, 231, 265, 248, 410, 257, 224, 262, 226, 233],
  'cnv-w1a2': [-20, -46, -38, -6, 268, 6, -14, -28, -38, -30],
  'cnv-w2a2': [-24, -34, -21, -13, 244, 4, -7, -20, -27, -13],
};

describe('CNV, at length', () => {
  for (const { name, parameters } of CNV_NETWORKS) {
    it(`gives the scores that the hardware printed when words go through the streams of ${name}`, function () {
      const picture = sharedData(this, 'bnn-pynq/pictures/deer-32x32.bin');
      const network = withOriginalParameters(loadNamedNetwork(name), sharedData(this, parameters));
      const overlay = usualOverlay(network);
      const { pixels } = readCifar(readBytes(picture), picture);
      const { type } = network.input;
      const [values] = pixelTables(network.input);
      const inputs = createPackedMatrix(1, pixels.length, type.bits);
      pixels.forEach((pixel, index) => {
        setCode(inputs, 0, index, encodeValue(type, values[pixel]));
      });
      const design = { network, overlay, board: loadBoard('ultra96'), library: loadLibrary(overlay.library) };
      const outputs = streamWords(design, inputs);
      const { outputType } = network.layers[network.layers.length - 1];
      const scores = network.classes.map((_, row) => decodeValue(outputType, getCode(outputs, 0, row)));
      expect(scores).to.deep.equal(SCORES[name]);
    });

    it(`takes the same cycles in every engine for 40 images of ${name}, cause by cause`, () => {
      const { pipeline } = publishedProgram(name, 40);
      const event = simulateEvents(pipeline);
      expect(simulateEvents(pipeline, { steadyState: false })).to.deep.equal(event);
      expect(tick(pipeline)).to.deep.equal(event);
    });
  }
});
