import { expect } from 'chai';
import type { DataType } from '../../../../sim/nn/data-type.js';
import { addableScales } from '../../../../sim/nn/quantize/integers/addable-scales.js';
import type { FusedLayer } from '../../../../sim/nn/quantize/integers/fuse.js';

const typeOf = (scale: number): DataType => ({ bits: 8, encoding: 'signed', narrow: false, scale });
const layer = (name: string, op: string, inputs: readonly string[]) =>
  ({ layer: { name, op }, inputs, output: name }) as unknown as FusedLayer;

/** Scales of a, b and their sum, afterwards. */
function scalesOf(a: number, b: number, sum: number, sharing: readonly string[] = []): number[] {
  const types = new Map([
    ['a', typeOf(a)],
    ['b', typeOf(b)],
    ['sum', typeOf(sum)],
  ]);
  const groups = new Map([...types.keys()].map((name) => [name, sharing.includes(name) ? 'shared' : name]));
  const fused = [
    layer('a', 'floatConvolution', ['input']),
    layer('b', 'floatConvolution', ['input']),
    layer('sum', 'floatAdd', ['a', 'b']),
  ];
  return [...addableScales(types, fused, groups).values()].map(({ scale }) => scale);
}

describe('scales of what is added', () => {
  it('stay where they can be added', () => {
    expect(scalesOf(1, 1 / 1000, 1)).to.deep.equal([1, 1 / 1000, 1]);
    expect(scalesOf(255, 1, 1)).to.deep.equal([255, 1, 1]);
  });

  it('become coarser, of a side that is next to nothing', () => {
    expect(scalesOf(1, 1e-9, 1)).to.deep.equal([1, 2 ** -10, 1]);
  });

  it('become coarser, of a sum whose sides cancel', () => {
    const [a, b, sum] = scalesOf(1, 1, 1e-6);
    expect([a, b]).to.deep.equal([1, 1]);
    expect(a / sum).to.be.within(255, 256 - 1e-9);
  });

  it('are one where they were one', () => {
    expect(scalesOf(1e-9, 1e-9, 1, ['a', 'b'])).to.deep.equal([2 ** -10, 2 ** -10, 1]);
  });
});
