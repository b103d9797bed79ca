import type { CodeMap } from '../../../sim/nn/software/code-map.js';

/** The codes of `bits` bits that pixels of whole bytes hold, lowest bits first (facts/qnn-mo-pynq.md section 2.3). */
export function unpackCodes(
  bytes: Uint8Array,
  { height, width, channels }: Omit<CodeMap, 'codes'>,
  bits: number,
  pixelBytes: number,
): Uint8Array {
  const codes = new Uint8Array(height * width * channels);
  for (let index = 0; index < codes.length; index++) {
    const start = Math.floor(index / channels) * pixelBytes * 8 + (index % channels) * bits;
    for (let bit = 0; bit < bits; bit++) {
      codes[index] |= ((bytes[(start + bit) >>> 3] >>> ((start + bit) & 7)) & 1) << bit;
    }
  }
  return codes;
}
