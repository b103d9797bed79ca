import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { bytesOf } from '../../../../sim/core/input/bytes.js';
import { readNpy } from '../../../../sim/nn/data/npy.js';
import { readPickledArrays } from '../../../../sim/nn/software/parameters/pickle.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../../helpers/input-error.js';
import { mutated } from '../../../helpers/mutated.js';
import { sharedData } from '../../../helpers/shared-data.js';
import { pickleOf } from './pickle-of.js';

/** The dict below as numpy 2.4 pickles it. */
const BY_NUMPY = {
  'protocol 0':
    'KGRwMApWYS9XCnAxCmNudW1weS5fY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApwMgooY251bXB5Cm5kYXJyYXkKcDMKKEkwCnRwNApjX2NvZG' +
    'VjcwplbmNvZGUKcDUKKFZiCnA2ClZsYXRpbjEKcDcKdHA4ClJwOQp0cDEwClJwMTEKKEkxCihJMgpJMwp0cDEyCmNudW1weQpkdHlwZQpwMTMKKFZm' +
    'NApwMTQKSTAwCkkwMQp0cDE1ClJwMTYKKEkzClY8CnAxNwpOTk5JLTEKSS0xCkkwCnRwMTgKYkkwMApnNQooVlx1MDAwMFx1MDAwMFx1MDAwMFx1MD' +
    'AwMFx1MDAwMFx1MDAwMIA/XHUwMDAwXHUwMDAwXHUwMDAwQFx1MDAwMFx1MDAwMEBAXHUwMDAwXHUwMDAwgEBcdTAwMDBcdTAwMDCgQApwMTkKZzcK' +
    'dHAyMApScDIxCnRwMjIKYnNWYS9GCnAyMwpnMgooZzMKKEkwCnRwMjQKZzkKdHAyNQpScDI2CihJMQooSTIKSTMKdHAyNwpnMTMKKFZ1MQpwMjgKST' +
    'AwCkkwMQp0cDI5ClJwMzAKKEkzClZ8CnAzMQpOTk5JLTEKSS0xCkkwCnRwMzIKYkkwMQpnNQooVlx1MDAwMAMBBAIFCnAzMwpnNwp0cDM0ClJwMzUK' +
    'dHAzNgpic1ZuCnAzNwpnMgooZzMKKEkwCnRwMzgKZzkKdHAzOQpScDQwCihJMQooSTIKdHA0MQpnMTMKKFZpNApwNDIKSTAwCkkwMQp0cDQzClJwND' +
    'QKKEkzCmcxNwpOTk5JLTEKSS0xCkkwCnRwNDUKYkkwMApnNQooVgFcdTAwMDBcdTAwMDBcdTAwMDD+////CnA0NgpnNwp0cDQ3ClJwNDgKdHA0OQpi' +
    'cy4=',
  'protocol 1':
    'fXEAKFgDAAAAYS9XcQFjbnVtcHkuX2NvcmUubXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QKcQIoY251bXB5Cm5kYXJyYXkKcQMoSwB0cQRjX2NvZGVjcw' +
    'plbmNvZGUKcQUoWAEAAABicQZYBgAAAGxhdGluMXEHdHEIUnEJdHEKUnELKEsBKEsCSwN0cQxjbnVtcHkKZHR5cGUKcQ0oWAIAAABmNHEOSTAwCkkw' +
    'MQp0cQ9ScRAoSwNYAQAAADxxEU5OTkr/////Sv////9LAHRxEmJJMDAKaAUoWBsAAAAAAAAAAADCgD8AAABAAABAQAAAwoBAAADCoEBxE2gHdHEUUn' +
    'EVdHEWYlgDAAAAYS9GcRdoAihoAyhLAHRxGGgJdHEZUnEaKEsBKEsCSwN0cRtoDShYAgAAAHUxcRxJMDAKSTAxCnRxHVJxHihLA1gBAAAAfHEfTk5O' +
    'Sv////9K/////0sAdHEgYkkwMQpoBShYBgAAAAADAQQCBXEhaAd0cSJScSN0cSRiWAEAAABucSVoAihoAyhLAHRxJmgJdHEnUnEoKEsBKEsCdHEpaA' +
    '0oWAIAAABpNHEqSTAwCkkwMQp0cStScSwoSwNoEU5OTkr/////Sv////9LAHRxLWJJMDAKaAUoWAwAAAABAAAAw77Dv8O/w79xLmgHdHEvUnEwdHEx' +
    'YnUu',
  'protocol 2':
    'gAJ9cQAoWAMAAABhL1dxAWNudW1weS5fY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxAmNudW1weQpuZGFycmF5CnEDSwCFcQRjX2NvZGVjcw' +
    'plbmNvZGUKcQVYAQAAAGJxBlgGAAAAbGF0aW4xcQeGcQhScQmHcQpScQsoSwFLAksDhnEMY251bXB5CmR0eXBlCnENWAIAAABmNHEOiYiHcQ9ScRAo' +
    'SwNYAQAAADxxEU5OTkr/////Sv////9LAHRxEmKJaAVYGwAAAAAAAAAAAMKAPwAAAEAAAEBAAADCgEAAAMKgQHETaAeGcRRScRV0cRZiWAMAAABhL0' +
    'ZxF2gCaANLAIVxGGgJh3EZUnEaKEsBSwJLA4ZxG2gNWAIAAAB1MXEciYiHcR1ScR4oSwNYAQAAAHxxH05OTkr/////Sv////9LAHRxIGKIaAVYBgAA' +
    'AAADAQQCBXEhaAeGcSJScSN0cSRiWAEAAABucSVoAmgDSwCFcSZoCYdxJ1JxKChLAUsChXEpaA1YAgAAAGk0cSqJiIdxK1JxLChLA2gRTk5OSv////' +
    '9K/////0sAdHEtYoloBVgMAAAAAQAAAMO+w7/Dv8O/cS5oB4ZxL1JxMHRxMWJ1Lg==',
  'protocol 5':
    'gAWVLAEAAAAAAAB9lCiMA2EvV5SME251bXB5Ll9jb3JlLm51bWVyaWOUjAtfZnJvbWJ1ZmZlcpSTlCiWGAAAAAAAAAAAAAAAAACAPwAAAEAAAEBAAA' +
    'CAQAAAoECUjAVudW1weZSMBWR0eXBllJOUjAJmNJSJiIeUUpQoSwOMATyUTk5OSv////9K/////0sAdJRiSwJLA4aUjAFDlHSUUpSMA2EvRpRoBCiW' +
    'BgAAAAAAAAAAAwEEAgWUaAiMAnUxlImIh5RSlChLA4wBfJROTk5K/////0r/////SwB0lGJLAksDhpSMAUaUdJRSlIwBbpRoBCiWCAAAAAAAAAABAA' +
    'AA/v///5RoCIwCaTSUiYiHlFKUKEsDaAxOTk5K/////0r/////SwB0lGJLAoWUaA90lFKUdS4=',
  'protocol 3':
    'gAN9cQAoWAMAAABhL1dxAWNudW1weS5fY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxAmNudW1weQpuZGFycmF5CnEDSwCFcQRDAWJxBYdxB' +
    'lJxByhLAUsCSwOGcQhjbnVtcHkKZHR5cGUKcQlYAgAAAGY0cQqJiIdxC1JxDChLA1gBAAAAPHENTk5OSv////9K/////0sAdHEOYolDGAAAAAAAAI' +
    'A/AAAAQAAAQEAAAIBAAACgQHEPdHEQYlgDAAAAYS9GcRFoAmgDSwCFcRJoBYdxE1JxFChLAUsCSwOGcRVoCVgCAAAAdTFxFomIh3EXUnEYKEsDWAE' +
    'AAAB8cRlOTk5K/////0r/////SwB0cRpiiEMGAAMBBAIFcRt0cRxiWAEAAABucR1oAmgDSwCFcR5oBYdxH1JxIChLAUsChXEhaAlYAgAAAGk0cSKJ' +
    'iIdxI1JxJChLA2gNTk5OSv////9K/////0sAdHElYolDCAEAAAD+////cSZ0cSdidS4=',
  'protocol 4':
    'gASVSQEAAAAAAAB9lCiMA2EvV5SMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsAh' +
    'ZRDAWKUh5RSlChLAUsCSwOGlGgFjAVkdHlwZZSTlIwCZjSUiYiHlFKUKEsDjAE8lE5OTkr/////Sv////9LAHSUYolDGAAAAAAAAIA/AAAAQAAAQE' +
    'AAAIBAAACgQJR0lGKMA2EvRpRoBGgHSwCFlGgJh5RSlChLAUsCSwOGlGgOjAJ1MZSJiIeUUpQoSwOMAXyUTk5OSv////9K/////0sAdJRiiEMGAAM' +
    'BBAIFlHSUYowBbpRoBGgHSwCFlGgJh5RSlChLAUsChZRoDowCaTSUiYiHlFKUKEsDaBJOTk5K/////0r/////SwB0lGKJQwgBAAAA/v///5R0lGJ1' +
    'Lg==',
  'numpy.save':
    'k05VTVBZAQB2AHsnZGVzY3InOiAnfE8nLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoKSwgfSAgICAgICAgICAgICAgICAgICAg' +
    'ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAqABJWGAQAAAAAAAIwWbnVtcHkuX2NvcmUubXVsdGlhcnJheZSMDF9y' +
    'ZWNvbnN0cnVjdJSTlIwFbnVtcHmUjAduZGFycmF5lJOUSwCFlEMBYpSHlFKUKEsBKWgDjAVkdHlwZZSTlIwCTziUiYiHlFKUKEsDjAF8lE5OTkr/' +
    '////Sv////9LP3SUYoldlH2UKIwDYS9XlGgCaAVLAIWUaAeHlFKUKEsBSwJLA4aUaAuMAmY0lImIh5RSlChLA4wBPJROTk5K/////0r/////SwB0' +
    'lGKJQxgAAAAAAACAPwAAAEAAAEBAAACAQAAAoECUdJRijANhL0aUaAJoBUsAhZRoB4eUUpQoSwFLAksDhpRoC4wCdTGUiYiHlFKUKEsDaA9OTk5K' +
    '/////0r/////SwB0lGKIQwYAAwEEAgWUdJRijAFulGgCaAVLAIWUaAeHlFKUKEsBSwKFlGgLjAJpNJSJiIeUUpQoSwNoG05OTkr/////Sv////9L' +
    'AHSUYolDCAEAAAD+////lHSUYnVhdJRiLg==',
};

const DICT = {
  'a/W': { shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5) },
  'a/F': { shape: [2, 3], data: Uint8Array.of(0, 1, 2, 3, 4, 5) },
  n: { shape: [2], data: Int32Array.of(1, -2) },
};

const fromBase64 = (text: string) => bytesOf(Buffer.from(text, 'base64'));
const pickle = (program: string) => Uint8Array.from(program, (character) => character.charCodeAt(0));
const written = pickleOf({ 'a/W': DICT['a/W'] });

describe('a pickled dict of arrays', () => {
  for (const [form, text] of Object.entries(BY_NUMPY)) {
    it(`is read as written by ${form}`, () => {
      expect(Object.fromEntries(readPickledArrays(fromBase64(text), 'a.npy'))).to.deep.equal(DICT);
    });
  }

  it('is read as Python 2 wrote it', () => {
    expect([...readPickledArrays(written, 'a.npy')]).to.deep.equal([['a/W', DICT['a/W']]]);
  });

  it('is the parameter file of the original', function () {
    const read = (name: string) => readFileSync(sharedData(this, `qnn-mo-pynq/${name}`));
    const arrays = readPickledArrays(read('dorefanet-conv0.npy'), 'dorefanet-conv0.npy');
    expect(Object.fromEntries(arrays)).to.deep.equal({
      'conv0/W': readNpy(read('dorefanet-conv0-W.npy'), 'W'),
      'conv0/T': readNpy(read('dorefanet-conv0-T.npy'), 'T'),
    });
  });

  const type = (name: string, state: string) =>
    `cnumpy\ndtype\nU\x02${name}K\x00K\x01\x87R(K\x03U\x01<N${state}NJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb`;
  const empty = 'cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R';
  const array = (content: string, shape = 'K\x02\x85') => `${empty}(K\x01${shape}${type('f4', 'N')}\x89${content}tb`;
  const cases: [behaviour: string, program: string, message: string][] = [
    [
      'a call of something else',
      'cos\nsystem\nU\x02ls\x85R.',
      'byte 0: pickle: found os.system; only arrays and types of numpy are read',
    ],
    [
      'a call of a class',
      'cnumpy\nndarray\n)R.',
      'byte 16: pickle: calls something else than an array or a type of numpy',
    ],
    ['an opcode that is not read', 'K\x01G12345678.', 'byte 2: pickle: the opcode 0x47 is not read'],
    ['no end', '}', 'byte 1: truncated: expected 1 bytes (opcode), found 0'],
    ['bytes after its end', '}..', 'byte 2: expected the end of the file, found 1 more bytes'],
    ['nothing', '.', 'byte 0: pickle: takes a value that is not there'],
    ['no mark', 't.', 'byte 0: pickle: takes values back to a mark that is not there'],
    ['an unknown memory', 'h\x05.', 'byte 0: pickle: recalls value 5, which was not remembered'],
    ['no list to append to', '}Na.', 'byte 2: pickle: appends to something else than a list'],
    ['no dict to set', ']U\x01aNs.', 'byte 5: pickle: sets items of no dict'],
    ['a key that is no text', '}NNs.', 'byte 3: pickle: found something else where a text is expected'],
    ['a state of a list', ']]b.', 'byte 2: pickle: gives a state to something else than an array or a type'],
    ['named fields', `${type('V8', ')')}.`, 'byte 45: pickle: a type with named fields is not read'],
    [
      'half an array',
      `${empty}]b.`,
      'byte 60: pickle: the state of an array is not version, shape, type, order and content',
    ],
    ['objects as numbers', `${array(']')}.`, 'byte 114: pickle: the content does not fit the type'],
    ['no end of a line', 'I12', 'byte 1: truncated: expected the end of a line'],
    ['a number that is none', 'I1x\n.', 'byte 0: pickle: 1x is no whole number'],
    [
      'a text in another code',
      'c_codecs\nencode\nX\x01\0\0\0aX\x05\0\0\0utf-8\x86R.',
      'byte 33: pickle: encodes something else than a text in latin1',
    ],
    [
      'a character beyond its code',
      'c_codecs\nencode\nV\\u0100\nVlatin1\n\x86R.',
      'byte 33: pickle: encodes a character that latin1 does not have',
    ],
    [
      'a text that becomes bytes again and again',
      `Vlatin1\np0\nV${'x'.repeat(100)}\np1\n${'c_codecs\nencode\n(g1\ng0\ntRp2\n'.repeat(30)}.`,
      'byte 392: pickle: encodes more characters than the file has',
    ],
    [
      'exchanged axes',
      `cnumpy._core.numeric\n_frombuffer\n(U\x04abcd${type('f4', 'N')}K\x01\x85X\x01\0\0\0KtR.`,
      'byte 96: pickle: an array whose order is neither C nor F is not read',
    ],
    ['no dict', 'K\x01.', 'byte 0: the pickled object is not a dict of arrays'],
    ['a dict of other things', '}U\x01aK\x01s.', 'byte 0: a: not an array'],
    ['too few bytes of an array', `}U\x01a${array('U\x03123')}s.`, 'byte 0: a: found 3 bytes, expected 8'],
  ];
  for (const [behaviour, program, message] of cases) {
    it(`is refused with ${behaviour}`, () =>
      expect(inputErrorOf(() => readPickledArrays(pickle(program), 'a.npy'))).to.equal(`a.npy: ${message}`));
  }

  it('is refused where its arrays share more bytes than the file has', () => {
    const content = `C\xf8${'x'.repeat(248)}q\x07`;
    const more = ['b', 'c', 'd'].map((name) => `U\x01${name}${array('h\x07', 'K\x3e\x85')}`);
    const program = `}(U\x01a${array(content, 'K\x3e\x85')}${more.join('')}u.`;
    expect(inputErrorOf(() => readPickledArrays(pickle(program), 'a.npy'))).to.equal(
      'a.npy: byte 0: c: its bytes are also those of another array',
    );
  });

  it('is refused as an array of numbers', () => {
    const numbers = written.map((byte, index) => (index === 21 ? 'f'.charCodeAt(0) : byte));
    expect(inputErrorOf(() => readPickledArrays(numbers, 'a.npy'))).to.equal(
      'a.npy: byte 10: not a single object, expected a pickled dict of arrays',
    );
  });

  it('makes the reader throw nothing but InputError, whatever its bytes are', () => {
    const valid = [written, ...Object.values(BY_NUMPY).map(fromBase64)];
    fc.assert(
      fc.property(fc.constantFrom(...valid).chain(mutated), (bytes) =>
        expectOnlyInputErrors(() => readPickledArrays(bytes, 'a.npy')),
      ),
      { numRuns: 3000 },
    );
  });
});
