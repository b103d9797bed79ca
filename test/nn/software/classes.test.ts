import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parseClasses, topClasses } from '../../../sim/nn/software/classes.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { sharedData } from '../../helpers/shared-data.js';

const text = `[
{"index": 0, "synset": "n0", "label": "tench, Tinca tinca"},
{"index": 1, "synset": "n1", "label": "goldfish"},
{"index": 2, "synset": "n2", "label": "shark"}
]`;

describe('classes of ImageNet', () => {
  it("are read from the original's file", function () {
    const file = sharedData(this, 'qnn-mo-pynq/imagenet-classes.json');
    const classes = parseClasses(readFileSync(file, 'utf8'), file);
    expect(classes).to.have.length(1000);
    expect(classes[999].label).to.equal('toilet tissue, toilet paper, bathroom tissue');
  });

  it('are named by falling probability', () => {
    const classes = parseClasses(text, 'a.json');
    expect(topClasses(Float64Array.of(0.2, 0.6, 0.2), classes, 2)).to.deep.equal([
      { index: 1, synset: 'n1', label: 'goldfish', probability: 0.6 },
      { index: 0, synset: 'n0', label: 'tench, Tinca tinca', probability: 0.2 },
    ]);
    expect(topClasses(Float64Array.of(0.2, 0.6, 0.2), classes)).to.have.length(3);
  });

  it('must be as many as the network tells apart', () => {
    expect(inputErrorOf(() => topClasses(Float64Array.of(1), parseClasses(text, 'a.json')))).to.equal(
      '3 classes are named, the network tells 1 apart',
    );
  });

  const cases: [behaviour: string, text: string, message: string][] = [
    ['out of order', text.replace('1', '2'), 'a.json:3:11: 1.index: found 2, expected 1: classes are listed in order'],
    ['without a label', text.replace(', "label": "shark"', ''), 'a.json:4:1: 2.label: missing, expected text'],
    ['none', '[]', 'a.json:1:1: found a list of 0, allowed: a length of at least 1'],
  ];
  for (const [behaviour, given, message] of cases) {
    it(`are refused when they are ${behaviour}`, () =>
      expect(inputErrorOf(() => parseClasses(given, 'a.json'))).to.equal(message));
  }
});
