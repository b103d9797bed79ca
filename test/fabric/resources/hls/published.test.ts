import { expect } from 'chai';
import { loadTrace } from '../../../../sim/cli/traces.js';
import { readText } from '../../../../sim/core/input/file.js';
import { loadBoard } from '../../../../sim/fabric/index.js';
import { CALIBRATED, estimateOf, fitConstants, leastSquares } from '../../../../sim/fabric/resources/hls/calibrate.js';
import {
  loadResourceConstants,
  parseResourceConstants,
  RESOURCE_CONSTANTS_FILE,
} from '../../../../sim/fabric/resources/hls/constants.js';
import { publishedResources, publishedUsage } from '../../../../sim/fabric/resources/hls/published.js';
import { inputErrorOf } from '../../../helpers/input-error.js';

const { rows, board: boardName } = loadTrace('resources');
const board = loadBoard(boardName);
const constants = loadResourceConstants();
const designs = rows.map(({ network, measured }) => ({
  name: network,
  usage: publishedUsage(network, board),
  lut: measured.lut,
  bram36: measured.bram36,
  deviceBram18: 2 * board.resources.bram36.value,
}));

/** Magnitude of an error in percent. */
function errorOf(model: number, measured: number): number {
  return 100 * Math.abs(model / measured - 1);
}

describe('the resources of the seven published designs', () => {
  it('are those of the utilisation reports', () => {
    // facts/bnn-pynq.md section 7, facts/qnn-mo-pynq.md section 3.4
    expect(
      rows.map(({ network, measured: { lut, ff, bram36, dsp } }) => [network, lut, ff, bram36, dsp]),
    ).to.deep.equal([
      ['lfc-w1a1', 28360, 33470, 110, 4],
      ['lfc-w1a2', 48981, 45338, 110, 4],
      ['cnv-w1a1', 26072, 41312, 124, 24],
      ['cnv-w1a2', 40321, 56276, 131.5, 26],
      ['cnv-w2a2', 37302, 51386, 140, 32],
      ['dorefanet', 43043, 38379, 139, 58],
      ['tinier-yolo', 46888, 43139, 140, 57],
    ]);
  });

  for (const { name, lut, bram36 } of designs) {
    it(`are met within 12 % of the LUTs and 5 % of the block RAMs: ${name}`, () => {
      const model = publishedResources(name, board);
      expect(errorOf(model.lut, lut)).to.be.below(12);
      expect(errorOf(model.bram18 / 2, bram36)).to.be.below(5);
      expect(model.bram18).to.be.at.most(280);
    });

    it(`are met within 17 % of the LUTs by constants fitted without it: ${name}`, () => {
      const design = designs.find((candidate) => candidate.name === name)!;
      const others = designs.filter((candidate) => candidate !== design);
      expect(errorOf(estimateOf(design, fitConstants(others, constants)).lut, lut)).to.be.below(17);
    });
  }

  it('have 208 RAMB18 of weights and 6 RAMB36 at the memory port in LFC, as the report says', () => {
    for (const name of ['lfc-w1a1', 'lfc-w1a2']) {
      expect(publishedUsage(name, board)).to.deep.include({ bram18: 208 + 2 * 4, memoryPorts: 1 });
    }
    expect(constants.portBram18.value).to.equal(2 * (6 - 4));
  });

  it('give the constants that are shipped', () => {
    const fitted = fitConstants(designs, constants);
    for (const name of CALIBRATED) {
      expect(errorOf(constants[name].value, fitted[name].value), name).to.be.below(0.1);
      expect(constants[name].status).to.equal('calibrated');
    }
  });

  it('take less than four calibrated constants', () => {
    const { logicScale, controlLut, portBram18 } = constants;
    expect(Object.keys(constants)).to.deep.equal(['logicScale', 'controlLut', 'portBram18']);
    expect([logicScale, controlLut, portBram18].filter(({ status }) => status === 'calibrated')).to.have.length(2);
  });
});

describe('the constants of the resource model', () => {
  const text = readText(RESOURCE_CONSTANTS_FILE);
  const refused: [what: string, from: string, to: string, message: RegExp][] = [
    ['a figure without a source', / {2}source: .*\n/.exec(text)![0], '', /logicScale\.source: missing, expected text$/],
    ['nothing', 'value: 0.943', 'value: 0', /^f:4:10: logicScale\.value: found 0, allowed: more than 0$/],
    ['another unit', 'unit: BRAM18', 'unit: BRAM36', /portBram18\.unit: found BRAM36, allowed: BRAM18$/],
  ];
  for (const [what, from, to, message] of refused) {
    it(`refuse ${what}, at its line and column`, () => {
      expect(text).to.include(from);
      expect(inputErrorOf(() => parseResourceConstants(text.replace(from, to), 'f'))).to.match(message);
    });
  }
});

describe('least squares', () => {
  it('solve what has a solution, and balance what has none', () => {
    const solution = leastSquares(
      [
        [0, 2],
        [3, 1],
      ],
      [4, 11],
    );
    expect(solution[0]).to.be.closeTo(3, 1e-12);
    expect(solution[1]).to.be.closeTo(2, 1e-12);
    expect(leastSquares([[1], [1]], [1, 2])[0]).to.be.closeTo(1.5, 1e-12);
  });
});
