import { expect } from 'chai';
import type { Constant } from '../../../sim/core/constant.js';
import { readText } from '../../../sim/core/input/file.js';
import { packagePath } from '../../../sim/core/package-root.js';
import { loadLibrary, parseLibrary } from '../../../sim/fabric/index.js';
import { inputErrorOf } from '../../helpers/input-error.js';

const text = readText(packagePath('sim/fabric/libraries/finn.yaml'));

/** The message for the library's file with one text replaced. */
function refusalOf(from: string, to: string): string {
  expect(text).to.include(from);
  return inputErrorOf(() => parseLibrary(text.replace(from, to), 'finn.yaml'));
}

describe("the library of FINN's blocks", () => {
  const { name: _, description: __, mvuCoreDepth, ...rest } = loadLibrary('finn');
  const figures: Record<string, Constant> = { ...mvuCoreDepth, ...rest };

  it('has the figures of the RTL', () => {
    expect(figures).to.have.all.keys(
      'dsp48-4bit',
      'dsp48-8bit',
      'dsp58',
      'mvuOutputDepth',
      'replayMinimumDepth',
      'thresholdingOverhead',
      'thresholdingCredits',
      'maxPoolReadInterval',
      'binaryMaxPoolReadInterval',
      'maxPoolPhaseGap',
      'defaultFifoDepth',
      'minimumFifoDepth',
      'memoryFifoDepth',
      'scaleUnitStages',
      'idleCycles',
    );
    // facts/finn.md section 2
    const facts = { 'dsp48-4bit': 5, 'dsp48-8bit': 5, dsp58: 3, thresholdingOverhead: 2, thresholdingCredits: 3 };
    for (const [figure, value] of Object.entries(facts)) expect(figures[figure].value, figure).to.equal(value);
  });

  it('has the source of every figure, and cannot be changed', () => {
    for (const [figure, { source, unit }] of Object.entries(figures)) {
      expect(source, figure).to.match(/\w+ \w+/);
      expect(unit, figure).to.be.oneOf(['cycles', 'words']);
    }
    expect(Object.isFrozen(loadLibrary('finn'))).to.equal(true);
  });

  const refused: [what: string, from: string, to: string, message: string][] = [
    [
      'an unknown core',
      'dsp58:',
      'dsp59:',
      'finn.yaml:15:3: mvuCoreDepth: unknown key dsp59, allowed: dsp48-4bit, dsp48-8bit, dsp58 (did you mean dsp58?)',
    ],
    [
      'a core without a stage',
      'value: 5',
      'value: 0',
      'finn.yaml:6:12: mvuCoreDepth.dsp48-4bit.value: found 0, allowed: at least 1',
    ],
    [
      'a figure in another unit',
      'unit: words',
      'unit: beats',
      'finn.yaml:22:9: mvuOutputDepth.unit: found beats, allowed: words',
    ],
    [
      'another library',
      'name: finn',
      'name: fins',
      'finn.yaml:2:7: name: found fins, allowed: hls, finn, rtl (did you mean finn?)',
    ],
  ];
  for (const [what, from, to, message] of refused) {
    it(`refuses ${what}, at its line and column`, () => {
      expect(refusalOf(from, to)).to.equal(message);
    });
  }
});
