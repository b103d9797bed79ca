import { expect } from 'chai';
import { InputError } from '../../../sim/core/input/input-error.js';

describe('InputError', () => {
  it('says where, as far as it is known', () => {
    expect(new InputError('wrong', { file: 'a.yaml', line: 2, column: 3 }).message).to.equal('a.yaml:2:3: wrong');
    expect(new InputError('wrong', { file: 'a.yaml' }).message).to.equal('a.yaml: wrong');
    expect(new InputError('wrong').message).to.equal('wrong');
  });

  it('is one line, whatever is named in it', () => {
    expect(new InputError('wrong\u2028', { file: 'a\nb' }).message).to.equal('a\\u000ab: wrong\\u2028');
  });
});
