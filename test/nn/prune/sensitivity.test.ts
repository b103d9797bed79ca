import { expect } from 'chai';
import fc from 'fast-check';
import { ratioUnder } from '../../../sim/nn/prune/sensitivity.js';
import { parseSensitivities, sensitivityFile } from '../../../sim/nn/prune/sensitivity-file.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';

const ratios = [0, 0.25, 0.5, 0.75];
const losses = fc
  .array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 3, maxLength: 3 })
  .map((rest) => [0, ...rest]);

describe('the ratio of channels under a loss', () => {
  it('is between the tested ratios, where losses are on lines', () => {
    expect(ratioUnder(0, ratios, [0, 1, 2, 4])).to.equal(0);
    expect(ratioUnder(0.5, ratios, [0, 1, 2, 4])).to.equal(0.125);
    expect(ratioUnder(3, ratios, [0, 1, 2, 4])).to.equal(0.625);
    expect(ratioUnder(9, ratios, [0, 1, 2, 4])).to.equal(0.75);
  });

  it('is the largest where losses go up and down', () => {
    expect(ratioUnder(1, ratios, [0, 5, 1, 3])).to.equal(0.5);
    expect(ratioUnder(2, ratios, [0, 5, 1, 3])).to.equal(0.625);
  });

  it('grows with the loss, and has one that is no larger', () => {
    fc.assert(
      fc.property(
        losses,
        fc.double({ min: 0, max: 10, noNaN: true }),
        fc.double({ min: 0, max: 10, noNaN: true }),
        (own, a, b) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b)];
          expect(ratioUnder(low, ratios, own)).to.be.at.most(ratioUnder(high, ratios, own));
          const at = ratioUnder(low, ratios, own) * 4;
          const [before, part] = [Math.floor(at), at - Math.floor(at)];
          const loss = part === 0 ? own[before] : own[before] + part * (own[before + 1] - own[before]);
          expect(loss).to.be.at.most(low + 1e-9);
        },
      ),
    );
  });
});

const valid = `schema: qcycle.sensitivity/1
network: small
measure: "accuracy on 10 images"
ratios: [0, 0.5]
groups:
  - { group: conv, losses: [0, 0.25] }
`;

describe('a file of sensitivities', () => {
  it('comes back as it was written', () => {
    expect(sensitivityFile('small', parseSensitivities(valid, 's.yaml'))).to.equal(valid);
  });

  const changes: [behaviour: string, from: string, to: string, message: string][] = [
    ['ratios that do not begin with 0', '[0, 0.5]', '[0.1, 0.5]', '4:10: ratios.0: found 0.1, allowed: 0 as the first'],
    ['ratios that do not ascend', '[0, 0.5]', '[0, 0]', '4:13: ratios.1: found 0, allowed: above 0'],
    ['all channels', '[0, 0.5]', '[0, 1]', '4:13: ratios.1: found 1, allowed: less than 1'],
    [
      'too few losses',
      '[0, 0.5]',
      '[0, 0.5, 0.6]',
      '6:28: groups.0.losses: found 2 losses, allowed: 3, one for each ratio',
    ],
    [
      'a group twice',
      '  - {',
      '  - { group: conv, losses: [0, 1] }\n  - {',
      '7:14: groups.1.group: conv is given twice',
    ],
  ];
  for (const [behaviour, from, to, message] of changes) {
    it(`refuses ${behaviour}`, () => {
      expect(inputErrorOf(() => parseSensitivities(valid.replace(from, to), 's.yaml'))).to.equal(`s.yaml:${message}`);
    });
  }

  it('throws nothing but InputError, whatever the text is', () => {
    fc.assert(
      fc.property(mutated(new TextEncoder().encode(valid)), (bytes) =>
        expectOnlyInputErrors(() => parseSensitivities(new TextDecoder().decode(bytes), 'x.yaml')),
      ),
      { numRuns: 200 },
    );
  });
});
