import { expect } from 'chai';
import fc from 'fast-check';
import { readTar } from '../../../sim/nn/parameters/tar.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';
import { tarMember, tarOf } from '../../helpers/tar-of.js';

describe('readTar', () => {
  it('gives the regular files by name', () => {
    const files = { a: Uint8Array.of(1), 'b/c': new Uint8Array(512).fill(2), 'b/empty': new Uint8Array() };
    expect(Object.fromEntries(readTar(tarOf(files), 'a.tar'))).to.deep.equal(files);
  });

  it('joins the prefix of POSIX archives', () => {
    const member = tarMember('c', Uint8Array.of(1), { prefix: 'a/b' });
    expect([...readTar(tarOf({}, member), 'a.tar').keys()]).to.deep.equal(['a/b/c']);
  });

  it("reads GNU's long names", () => {
    const name = 'long/'.repeat(50);
    const long = [
      ...tarMember('././@LongLink', new TextEncoder().encode(`${name}\0`), { kind: 'L' }),
      ...tarMember('cut', Uint8Array.of(1)),
    ];
    expect([...readTar(tarOf({ b: new Uint8Array() }, long), 'a.tar').keys()]).to.deep.equal([name, 'b']);
  });

  it('passes over folders, links and the headers of pax', () => {
    const others = ['1', '2', '5', 'x', 'g'].flatMap((kind) => [...tarMember(`a${kind}`, Uint8Array.of(1), { kind })]);
    expect([...readTar(tarOf({ b: new Uint8Array() }, others), 'a.tar').keys()]).to.deep.equal(['b']);
  });

  const archive = tarOf({ a: new Uint8Array(600) });
  const damaged = archive.slice();
  damaged[0] = 0x62;
  const cases: [behaviour: string, bytes: Uint8Array, message: string][] = [
    ['an empty file', new Uint8Array(), 'byte 0: truncated: expected 512 bytes (next header), found 0'],
    ['something else', new Uint8Array(1024).fill(1), 'byte 0: not a tar header: its checksum is wrong'],
    ['a damaged header', damaged, 'byte 0: not a tar header: its checksum is wrong'],
    ['a truncated member', archive.subarray(0, 1000), 'byte 512: truncated: expected 600 bytes (a), found 488'],
    [
      'an archive without its end',
      archive.subarray(0, 1536),
      'byte 1536: truncated: expected 512 bytes (next header), found 0',
    ],
    [
      'a size that is no number',
      tarOf({}, tarMember('a', new Uint8Array(), { size: '8' })),
      'byte 124: the size is not an octal number',
    ],
    [
      'a size beyond the file',
      tarOf({}, tarMember('a', new Uint8Array(), { size: '77777777777' })),
      'byte 512: truncated: expected 8589934591 bytes (a), found 1024',
    ],
  ];
  for (const [behaviour, bytes, message] of cases) {
    it(`refuses ${behaviour}`, () => expect(inputErrorOf(() => readTar(bytes, 'a.tar'))).to.equal(`a.tar: ${message}`));
  }

  it('throws nothing but InputError, whatever the bytes are', () => {
    fc.assert(fc.property(mutated(archive), (bytes) => expectOnlyInputErrors(() => readTar(bytes, 'a.tar'))));
  });
});
