import { expect } from 'chai';
import fc from 'fast-check';
import { decodeRegions, REGION_OUTPUTS } from '../../../../sim/nn/software/tinier-yolo/region.js';

/** Outputs of a map of cells, all 0 but some of one cell and one anchor. */
function regions(rows: number, columns: number, row: number, column: number, anchor: number, outputs: number[]) {
  const data = new Float32Array(rows * columns * REGION_OUTPUTS);
  data.set(outputs, (row * columns + column) * REGION_OUTPUTS + anchor * 25);
  const candidates = decodeRegions({ height: rows, width: columns, channels: REGION_OUTPUTS, data });
  return { candidates, changed: candidates[(row * columns + column) * 5 + anchor] };
}

describe('regions of a picture', () => {
  it('are five boxes for each cell of the network', () => {
    expect(REGION_OUTPUTS).to.equal(125);
    const { candidates } = regions(13, 13, 0, 0, 0, []);
    expect(candidates).to.have.length(13 * 13 * 5);
    const { box, scores } = candidates[(4 * 13 + 2) * 5 + 3];
    expect(box).to.deep.equal({ x: 2.5 / 13, y: 4.5 / 13, width: 9.42 / 13, height: 5.11 / 13 });
    for (const score of scores) expect(score).to.be.closeTo(0.5 / 20, 1e-15);
  });

  it('move within their cell and grow with the exponential', () => {
    const quarter = -Math.log(3);
    const { changed } = regions(3, 4, 2, 1, 1, [quarter, -quarter, Math.log(2), Math.log(0.5)]);
    expect(changed.box.x).to.be.closeTo(1.25 / 4, 1e-7);
    expect(changed.box.y).to.be.closeTo(2.75 / 3, 1e-7);
    expect(changed.box.width).to.be.closeTo((2 * 3.42) / 4, 1e-6);
    expect(changed.box.height).to.be.closeTo((0.5 * 4.41) / 3, 1e-6);
  });

  it('have the score of a class by the object and the class', () => {
    const outputs = [0, 0, 0, 0, Math.log(3), ...new Array(20).fill(0)];
    outputs[5 + 12] = Math.log(81);
    const { scores } = regions(2, 2, 1, 0, 4, outputs).changed;
    expect(scores[12]).to.be.closeTo(0.75 * 0.81, 1e-6);
    expect(scores[0]).to.be.closeTo(0.75 * 0.01, 1e-7);
  });

  it('never have scores above that of the object', () => {
    const outputs = fc.float32Array({ minLength: 25, maxLength: 25, min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(outputs, (given) => {
        const { scores } = regions(1, 1, 0, 0, 2, [...given]).changed;
        const sum = scores.reduce((total, score) => total + score, 0);
        expect(sum).to.be.closeTo(1 / (1 + Math.exp(-given[4])), 1e-9);
      }),
    );
  });
});
