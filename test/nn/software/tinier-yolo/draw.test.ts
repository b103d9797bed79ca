import { expect } from 'chai';
import { drawDetections } from '../../../../sim/nn/software/tinier-yolo/draw.js';

const BLACK = { width: 120, height: 80, data: new Uint8Array(120 * 80 * 3) };
const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

describe('a picture with its objects', () => {
  it('has a box and a label for each, in the colour of its class', () => {
    const horse = { label: 'horse', score: 0.886, box: box(60, 45, 100, 50) };
    const { data, ...size } = drawDetections(BLACK, [horse]);
    const pixel = (x: number, y: number) => [...data.subarray((y * 120 + x) * 3, (y * 120 + x) * 3 + 3)];
    expect(size).to.deep.equal({ width: 120, height: 80 });
    const colour = pixel(10, 60);
    expect(colour).not.to.deep.equal([0, 0, 0]);
    expect([pixel(109, 60), pixel(60, 69), pixel(60, 20)]).to.deep.equal([colour, colour, colour]);
    expect([pixel(9, 60), pixel(60, 45), pixel(60, 70)]).to.deep.equal(new Array(3).fill([0, 0, 0]));
    expect([pixel(11, 12), pixel(12, 12)]).to.deep.equal([[255, 255, 255], colour]);
  });

  it('has the best object on top', () => {
    const best = { label: 'horse', score: 0.9, box: box(60, 45, 100, 50) };
    const worse = { label: 'cow', score: 0.9, box: box(60, 45, 100, 50) };
    const top = drawDetections(BLACK, [best, worse]).data.subarray((60 * 120 + 10) * 3, (60 * 120 + 11) * 3);
    const alone = drawDetections(BLACK, [best]).data.subarray((60 * 120 + 10) * 3, (60 * 120 + 11) * 3);
    expect(top).to.deep.equal(alone);
  });

  it('is as it was without objects', () => {
    expect(drawDetections(BLACK, [])).to.deep.equal(BLACK);
  });
});
