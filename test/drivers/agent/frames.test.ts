import { expect } from 'chai';
import fc from 'fast-check';
import { concatenate } from '../../../sim/core/input/bytes.js';
import { encodeFrame, type Frame, FrameReader } from '../../../sim/drivers/agent/frames.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';

const message = fc.oneof(
  fc.constant({ event: 'alive' as const }),
  fc.record({ event: fc.constant('progress' as const), images: fc.nat() }),
  fc.record({
    id: fc.nat(),
    ok: fc.constant(false as const),
    kind: fc.constant('file' as const),
    message: fc.string(),
  }),
);

/** The frames of some bytes that arrive in pieces. */
function readPieces(bytes: Uint8Array, sizes: readonly number[]): Frame[] {
  const reader = new FrameReader();
  const frames: Frame[] = [];
  let from = 0;
  for (const size of [...sizes, bytes.length]) {
    frames.push(...reader.push(bytes.slice(from, from + size)));
    from += size;
  }
  return frames;
}

describe('FrameReader', () => {
  it('reads what was written, in whatever pieces it arrives', () => {
    const frames = fc.array(fc.record({ message, body: fc.uint8Array({ maxLength: 50 }) }), { maxLength: 5 });
    fc.assert(
      fc.property(frames, fc.array(fc.nat(40)), (sent, sizes) => {
        const bytes = concatenate(sent.map(({ message, body }) => encodeFrame(message, body)));
        expect(readPieces(bytes, sizes)).to.deep.equal(sent);
      }),
    );
  });

  it('takes any bytes, or says that they are garbage', () => {
    const damaged = fc.tuple(message, fc.nat(200), fc.nat(255)).map(([each, place, byte]) => {
      const bytes = encodeFrame(each);
      bytes[place % bytes.length] = byte;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), (bytes) => {
        expectOnlyInputErrors(() => new FrameReader().push(bytes));
      }),
    );
  });

  it('never waits for more than a frame may hold', () => {
    const garbage = 'the agent answers garbage: no frame of this protocol';
    expect(inputErrorOf(() => new FrameReader().push(Uint8Array.of(0, 16, 0, 1, 0, 0, 0, 0)))).to.equal(garbage);
    expect(inputErrorOf(() => new FrameReader().push(Uint8Array.of(0, 0, 0, 1, 0, 64, 0, 1)))).to.equal(garbage);
  });
});
