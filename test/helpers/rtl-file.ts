/** A pipeline file of library rtl with every kind of block. */
export const RTL_FILE = `library: rtl
frames: 2
inputBeatsPerFrame: 32
outputBeatsPerFrame: 4
inputBits: 4
sink: { allow: [0, 2], modulo: 5 }
blocks:
  - { type: fmpadding, H: 4, W: 4, C: 2, SIMD: 1, padTop: 1, padLeft: 1, padBottom: 1, padRight: 1 }
  - { type: swu, H: 6, W: 6, C: 2, KH: 3, KW: 3, SIMD: 1 }
  - { type: mvtu, MW: 18, MH: 4, PE: 2, SIMD: 1, inputBits: 4, weightBits: 2, outputBits: 2 }
  - { type: duplicate, name: fork }
  - { type: fifo, name: a, depth: 4, from: [fork] }
  - { type: fifo, name: b, depth: 600, from: [fork] }
  - { type: add, name: sum, from: [a, b] }
  - { type: mvtu, MW: 10, MH: 4, PE: 2, SIMD: 5 }
  - { type: thresholding, C: 4, PE: 2, inputBits: 5, outputBits: 1 }
  - { type: dwc, inBits: 2, outBits: 4 }
  - { type: maxpool, H: 4, W: 4, C: 4, KH: 2, KW: 2, bits: 1 }
`;
