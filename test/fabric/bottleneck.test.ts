import { expect } from 'chai';
import { compile, type FabricProgram, loadLibrary, simulate } from '../../sim/fabric/index.js';
import { designOf, publishedProgram } from '../helpers/fabric-design.js';
import { convolutionOf, networkOf } from '../helpers/layers.js';
import { smallNetwork } from '../helpers/small-network.js';

const small = smallNetwork([64, 64, 64, 64]);
const convolution = convolutionOf({ inputShape: [6, 6, 64], mh: 64, kernel: [3, 3] });
const deep = { inter0: 64, inter1: 64, inter2: 64 };

describe('the bottleneck', () => {
  const cases: [what: string, program: FabricProgram, layer: string, cause: string, sentence: string][] = [
    [
      'is short FIFOs, with what deeper ones would give, all and the best one',
      publishedProgram('lfc-w1a1', 1000),
      'L1',
      'waitInput',
      'L1 has the most work, 512 cycles an image, but of the 842.0 that an image takes it waits 166.2 for input and 162.7 for output, ' +
        'because the FIFOs are short: deep ones would give 513.4, a deeper inter1 alone (now 8 words) gives 679.3',
    ],
    [
      'is the folding of a layer that hardly waits',
      publishedProgram('lfc-w1a1', 1000, 'ultra96', deep),
      'L1',
      'busy',
      'L1 has the most work, 512 cycles an image, and it hardly waits: only its folding limits the throughput',
    ],
    [
      'is the sliding window where that has more work than the matrix',
      compile({ ...designOf(networkOf([convolution], [6, 6, 64]), [{ pe: 64, simd: 64 }]), images: 1000 }),
      'L0',
      'busy',
      'L0.swu has the most work, 162 cycles an image, and it hardly waits: only its folding limits the throughput',
    ],
    [
      'is a short FIFO of CNV, tried out on fewer images',
      publishedProgram('cnv-w1a1', 60, 'ultra96', { inter6: 2 }),
      'L6',
      'waitOutput',
      'L6 has the most work, 32768 cycles an image, but of the 55811.4 that an image takes it waits 540.1 for input and 19961.7 for output, ' +
        'because the FIFOs are short (of 55 images each takes 56060.8): deep ones would give 36201.6, a deeper inter6 alone (now 2 words) gives 36205.4',
    ],
    [
      'is the memory where deeper FIFOs would not help',
      compile({ ...designOf(smallNetwork([64, 64]), [{ pe: 64, simd: 64 }]), images: 160 }),
      'L0',
      'waitInput',
      'L0 has the most work, 1 cycle an image, but of the 4.8 that an image takes it waits 3.4 for input and 0.0 for output; deeper FIFOs would not help: memReader by itself takes 4.8',
    ],
    [
      'is the latency where the batch is too small',
      compile({
        ...designOf(small, [
          { pe: 1, simd: 64 },
          { pe: 1, simd: 64 },
          { pe: 1, simd: 64 },
        ]),
        images: 1,
      }),
      'L0',
      'drain',
      'L0 has the most work, 64 cycles an image; the batch is too small to fill the pipeline',
    ],
  ];
  it('is the latency of a single LFC image', () => {
    const { sentence } = simulate(publishedProgram('lfc-w1a1', 1), 'event').bottleneck;
    expect(sentence).to.equal('L1 has the most work, 512 cycles an image; the batch is too small to fill the pipeline');
  });

  for (const [what, program, layer, cause, sentence] of cases) {
    it(what, () => {
      expect(simulate(program, 'event').bottleneck).to.deep.equal({ layer, cause, sentence });
    });
  }

  it('names the layer whose window generator takes longer than any matrix, where deeper FIFOs would not help', () => {
    const wide = convolutionOf({ name: 'wide', inputShape: [16, 16, 8], mh: 8, kernel: [1, 1] });
    const skipping = convolutionOf({
      name: 'skipping',
      input: 'wide',
      inputShape: [16, 16, 8],
      mh: 30,
      kernel: [1, 1],
      stride: [2, 2],
    });
    const network = networkOf([wide, skipping], [16, 16, 8]);
    const layers = [
      { name: 'wide', pe: 1, simd: 8 },
      { name: 'skipping', pe: 1, simd: 8 },
    ];
    const design = designOf(network, []);
    const overlay = { ...design.overlay, library: 'finn' as const, layers };
    const { bottleneck } = simulate(compile({ ...design, overlay, library: loadLibrary('finn'), images: 20 }), 'event');
    expect(bottleneck.sentence).to.equal(
      'wide has the most work, 2048 cycles an image, but of the 2547.9 that an image takes it waits 0.0 for input and 496.0 for output; ' +
        'deeper FIFOs would not help: skipping by itself takes 2544.0',
    );
  });
});
