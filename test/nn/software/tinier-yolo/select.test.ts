import { expect } from 'chai';
import fc from 'fast-check';
import { overlap } from '../../../../sim/nn/software/tinier-yolo/overlap.js';
import { type Box, type Candidate, VOC_CLASSES } from '../../../../sim/nn/software/tinier-yolo/region.js';
import { selectDetections } from '../../../../sim/nn/software/tinier-yolo/select.js';

const LIMITS = { score: 0.24, overlap: 0.4 };

function candidate(x: number, scores: Record<string, number>): Candidate {
  const all = Float64Array.from(VOC_CLASSES, (label) => scores[label] ?? 0);
  return { box: { x, y: 0, width: 1, height: 1 }, scores: all };
}

const found = (...candidates: Candidate[]) =>
  selectDetections(candidates, LIMITS).map(({ label, score, box }) => [label, score, box.x]);

describe('overlap', () => {
  it('is the intersection by the union', () => {
    const square = (x: number, y: number, side = 2): Box => ({ x, y, width: side, height: side });
    expect(overlap(square(0, 0), square(0, 0))).to.equal(1);
    expect(overlap(square(0, 0), square(1, 0))).to.equal(2 / 6);
    expect(overlap(square(0, 0), square(2, 2))).to.equal(0);
    expect(overlap(square(0, 0), square(0.5, 0.5, 1))).to.equal(1 / 4);
  });

  it('is the same in both directions', () => {
    const number = fc.double({ min: -4, max: 4, noNaN: true });
    const length = fc.double({ min: 0.1, max: 4, noNaN: true });
    const box = fc.record({ x: number, y: number, width: length, height: length });
    fc.assert(
      fc.property(box, box, (a, b) => {
        expect(overlap(a, b)).to.be.closeTo(overlap(b, a), 1e-12);
      }),
    );
  });
});

describe('detections', () => {
  it('are those above the least score, the best first', () => {
    expect(found(candidate(0, { dog: 0.3 }), candidate(5, { cat: 0.24 }), candidate(9, { cow: 0.9 }))).to.deep.equal([
      ['cow', 0.9, 9],
      ['dog', 0.3, 0],
    ]);
  });

  it('leave out boxes of the same class in the place of a better one', () => {
    expect(found(candidate(0.2, { dog: 0.7 }), candidate(0, { dog: 0.8 }), candidate(0.6, { dog: 0.6 }))).to.deep.equal(
      [
        ['dog', 0.8, 0],
        ['dog', 0.6, 0.6],
      ],
    );
  });

  it('keep boxes of other classes in the same place', () => {
    expect(found(candidate(0, { dog: 0.8 }), candidate(0, { cat: 0.7 }))).to.have.length(2);
  });

  it('name the best class that is left of a box', () => {
    expect(found(candidate(0, { dog: 0.8 }), candidate(0.1, { dog: 0.5, cat: 0.4 }))).to.deep.equal([
      ['dog', 0.8, 0],
      ['cat', 0.4, 0.1],
    ]);
  });
});
