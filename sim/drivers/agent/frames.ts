import { z } from 'zod';
import { concatenate } from '../../core/input/bytes.js';
import { InputError } from '../../core/input/input-error.js';

const HEAD_BYTES = 8;
const MAX_JSON = 2 ** 20;
export const MAX_BODY = 2 ** 22;

/** Why the agent refuses a request. */
const REFUSALS = ['disk-full', 'damaged', 'file', 'program', 'output', 'late', 'request', 'bug'] as const;

export type Refusal = (typeof REFUSALS)[number];

const count = z.int().min(0);
/** A version, for people. */
const version = z.string().regex(/^[ -~]{0,200}$/);
/** What went wrong, for people. */
const sentence = z.string().transform((text) => text.slice(0, 1000));

/** Everything that an agent may send; what else is in a message is dropped. */
const messageSchema = z.union([
  z.object({ event: z.literal('ready'), protocol: count, python: version, machine: version, system: version }),
  z.object({ event: z.literal('alive') }),
  z.object({ event: z.literal('printed') }),
  z.object({ event: z.literal('progress'), images: count }),
  z.object({ event: z.literal('refused'), kind: z.enum(REFUSALS), message: sentence }),
  z.object({ id: count, ok: z.literal(false), kind: z.enum(REFUSALS), message: sentence }),
  z.object({
    id: count,
    ok: z.literal(true),
    size: count.optional(),
    sha256: z.string().optional(),
    seconds: z.number().min(0).optional(),
    status: z.int().optional(),
  }),
]);

export type Message = z.infer<typeof messageSchema>;
export type Reply = Extract<Message, { ok: true }>;

export interface Frame {
  readonly message: Message;
  readonly body: Uint8Array;
}

/** A request as bytes: length of the JSON, length of the body, both big-endian, then the two. */
export function encodeFrame(message: object, body: Uint8Array = new Uint8Array()): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(message));
  const head = new DataView(new ArrayBuffer(HEAD_BYTES));
  head.setUint32(0, text.length);
  head.setUint32(4, body.length);
  return concatenate([new Uint8Array(head.buffer), text, body]);
}

/** Cuts what an agent sends into frames. It is not trusted: lengths, JSON and fields are checked. */
export class FrameReader {
  private pieces: Uint8Array[] = [];
  private waiting = 0;
  private wanted = HEAD_BYTES;

  /** The frames that a piece completes. @throws InputError where what came is no frame */
  push(piece: Uint8Array): Frame[] {
    this.pieces.push(piece);
    this.waiting += piece.length;
    const frames: Frame[] = [];
    while (this.waiting >= this.wanted) {
      const bytes = concatenate(this.pieces);
      const { text, body } = lengthsOf(bytes);
      this.wanted = HEAD_BYTES + text + body;
      const complete = bytes.length >= this.wanted;
      if (complete) {
        const from = HEAD_BYTES + text;
        frames.push({ message: parseMessage(bytes.subarray(HEAD_BYTES, from)), body: bytes.slice(from, this.wanted) });
      }
      const rest = complete ? bytes.slice(this.wanted) : bytes;
      this.pieces = [rest];
      this.waiting = rest.length;
      if (complete) this.wanted = HEAD_BYTES;
    }
    return frames;
  }
}

function lengthsOf(bytes: Uint8Array): { readonly text: number; readonly body: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [text, body] = [view.getUint32(0), view.getUint32(4)];
  if (text > MAX_JSON || body > MAX_BODY) throw new InputError('the agent answers garbage: no frame of this protocol');
  return { text, body };
}

function parseMessage(bytes: Uint8Array): Message {
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    const result = messageSchema.safeParse(value);
    if (result.success) return result.data;
  } catch {
    // Neither text nor JSON: told below.
  }
  throw new InputError('the agent answers garbage: no message of this protocol');
}
