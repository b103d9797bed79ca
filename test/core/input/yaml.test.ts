import { expect } from 'chai';
import fc from 'fast-check';
import { z } from 'zod';
import { parseYaml } from '../../../sim/core/input/yaml.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';

const block = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('mvau'), simd: z.int().min(1).max(64), pe: z.int().min(1) }),
  z.strictObject({ op: z.literal('fifo'), depth: z.int().positive() }),
]);
const schema = z.strictObject({
  schema: z.literal('test/1'),
  name: z.string().min(1),
  kind: z.enum(['fabric', 'gap8', 'dpu']).default('fabric'),
  clock: z
    .union([z.number(), z.string(), z.strictObject({ mhz: z.number().refine((mhz) => mhz < 1000, 'too fast') })])
    .optional(),
  blocks: z.array(block).min(1),
  depths: z.record(z.string(), z.int()).optional(),
});

const valid = `schema: test/1
name: net # a comment
kind: gap8
blocks:
  - { op: mvau, simd: 64, pe: 32 }
  - op: fifo
    depth: 16
depths: { a: 1 }
`;

function parse(text: string): unknown {
  return parseYaml(text, 'net.yaml', schema);
}

function refusal(change: readonly [from: string, to: string]): string {
  return inputErrorOf(() => parse(valid.replace(...change)));
}

describe('parseYaml', () => {
  const value = {
    schema: 'test/1',
    name: 'net',
    kind: 'gap8',
    blocks: [
      { op: 'mvau', simd: 64, pe: 32 },
      { op: 'fifo', depth: 16 },
    ],
    depths: { a: 1 },
  };

  it('gives the value of a YAML text', () => {
    expect(parse(valid)).to.deep.equal(value);
  });

  it('gives the value of a JSON text', () => {
    expect(parse(JSON.stringify(value))).to.deep.equal(value);
  });

  it('follows aliases', () => {
    expect(parse('{schema: test/1, name: a, blocks: [&a {op: fifo, depth: 1}, *a]}')).to.deep.equal({
      schema: 'test/1',
      name: 'a',
      kind: 'fabric',
      blocks: [
        { op: 'fifo', depth: 1 },
        { op: 'fifo', depth: 1 },
      ],
    });
  });

  const changes: [behaviour: string, from: string, to: string, message: string][] = [
    [
      'names an unknown key at its place',
      'simd',
      'smid',
      '5:17: blocks.0: unknown key smid, allowed: op, simd, pe (did you mean simd?)',
    ],
    ['names the range of a number', 'simd: 64', 'simd: 65', '5:23: blocks.0.simd: found 65, allowed: at most 64'],
    ['names an exclusive limit', 'depth: 16', 'depth: 0', '7:12: blocks.1.depth: found 0, allowed: more than 0'],
    ['asks for whole numbers', 'simd: 64', 'simd: 1.5', '5:23: blocks.0.simd: found 1.5, expected a whole number'],
    ['refuses NaN', 'simd: 64', 'simd: .nan', '5:23: blocks.0.simd: found NaN, expected a number'],
    ['refuses infinity', 'simd: 64', 'simd: .inf', '5:23: blocks.0.simd: found Infinity, expected a number'],
    ['puts a missing key where its mapping begins', ', pe: 32', '', '5:5: blocks.0.pe: missing, expected a number'],
    [
      'names the choices and the nearest',
      'gap8',
      'gap9',
      '3:7: kind: found gap9, allowed: fabric, gap8, dpu (did you mean gap8?)',
    ],
    [
      'names the choices of a discriminator',
      'op: fifo',
      'op: fife',
      '6:9: blocks.1.op: found fife, allowed: mvau, fifo (did you mean fifo?)',
    ],
    ['misses a discriminator', 'op: fifo', 'pe: 1', '6:5: blocks.1.op: missing, allowed: mvau, fifo'],
    [
      'names the kinds of a union',
      'kind: gap8',
      'clock: [1]',
      '3:8: clock: found a list of 1, expected a number or text or a mapping',
    ],
    [
      'goes into the fitting kind of a union',
      'kind: gap8',
      'clock: {mhz: x}',
      '3:14: clock.mhz: found x, expected a number',
    ],
    ['gives the words of a refinement', 'kind: gap8', 'clock: {mhz: 1200}', '3:14: clock.mhz: too fast'],
    [
      'names an empty list',
      valid.slice(valid.indexOf('blocks')),
      'blocks: []',
      '4:9: blocks: found a list of 0, allowed: a length of at least 1',
    ],
    ['names an empty value', 'name: net', 'name:', '2:7: name: found nothing, expected text'],
    ['names an empty text', 'name: net', 'name: ""', '2:7: name: found "", allowed: a length of at least 1'],
    [
      'names a wrong schema before anything else',
      'test/1\nname',
      'test/2\nnme',
      '1:9: schema: found test/2, allowed: test/1',
    ],
    [
      'quotes a strange key',
      'kind',
      '"a\\nb"',
      '3:1: unknown key "a\\nb", allowed: schema, name, kind, clock, blocks, depths',
    ],
    [
      'knows no inherited keys',
      'kind: gap8',
      '__proto__: {}',
      '3:1: unknown key __proto__, allowed: schema, name, kind, clock, blocks, depths',
    ],
    ['refuses a repeated key', 'depth: 16', 'op: fifo', '7:5: the key op is given twice'],
    [
      'refuses keys that are not text',
      'kind',
      '? [a]\n',
      '3:3: not valid YAML: With stringKeys, all keys must be strings',
    ],
    ['refuses tags', 'name: net', 'name: !x net', '2:7: not valid YAML: Unresolved tag: !x'],
    ['refuses a second document', 'kind: gap8', '---', '3:1: a second document begins here, allowed: one'],
    [
      'refuses a broken text',
      ' }\n',
      '\n',
      '6:3: not valid YAML: Flow map in block collection must be sufficiently indented and end with a }',
    ],
    ['refuses an alias of nothing', 'kind: gap8', 'kind: *a', '3:7: alias of the unknown anchor a'],
    ['refuses an anchor in itself', 'kind: gap8', 'kind: &a [*a]', '3:11: the anchor a contains itself'],
  ];
  for (const [behaviour, from, to, message] of changes) {
    it(behaviour, () => expect(refusal([from, to])).to.equal(`net.yaml:${message}`));
  }

  it('calls JSON what is named so', () => {
    expect(inputErrorOf(() => parseYaml('{', 'net.json', z.unknown()))).to.match(/^net\.json:1:\d: not valid JSON: /);
  });

  it('refuses an empty text', () => {
    expect(inputErrorOf(() => parse('# nothing'))).to.equal('net.yaml:1:1: found nothing, expected a mapping');
  });

  it('refuses aliases that multiply the text', () => {
    const levels = Array.from(
      { length: 8 },
      (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(10)}]`,
    );
    const text = ['a0: &a0 [x]', ...levels].join('\n');
    expect(inputErrorOf(() => parse(text))).to.equal('net.yaml:1:1: aliases multiply the text more than 1000 times');
  });

  it('refuses many aliases, deep nesting and long texts at once', () => {
    expect(inputErrorOf(() => parse(`- &a x\n${'- *a\n'.repeat(1001)}`))).to.equal(
      'net.yaml:1002:3: more than 1000 aliases',
    );
    for (const deep of ['[', '{a: ', '- ', '? ']) {
      expect(inputErrorOf(() => parse(deep.repeat(2 ** 16)))).to.match(/^net.yaml:1:\d+: nested more than 64 deep$/);
    }
    const long = inputErrorOf(() => parse('x'.repeat(2 ** 18 + 1)));
    expect(long).to.equal('net.yaml:1:1: 262145 characters, allowed: at most 262144');
  });

  it('throws nothing but InputError, whatever the text is', () => {
    const texts = fc.oneof(
      mutated(new TextEncoder().encode(valid)).map((bytes) => new TextDecoder().decode(bytes)),
      fc.string({ unit: fc.constantFrom(...'[]{}:,-?&*!|>\'"%@`#\n\t\u0085\u2028  ab10') }),
    );
    fc.assert(
      fc.property(texts, (text) => expectOnlyInputErrors(() => parse(text))),
      { numRuns: 2000 },
    );
  });
});
