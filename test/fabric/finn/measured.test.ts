import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { PipelineRun } from '../../../sim/fabric/index.js';
import { forEachFinnCase, type Measured, runFinnCase, STALL_MODES, type StallMode } from '../../helpers/finn-cases.js';

const FILES = ['mvu', 'swg', 'thresholding', 'dwc', 'fifo', 'fmpadding'];

const WORDS: Record<StallMode, string> = {
  free: 'without stalls',
  bp: 'with a sink that is ready in one cycle of three',
  stall: 'with a source that may offer in two cycles of three',
  both: 'with stalls on both sides',
};

function sha256(cycles: readonly number[]): string {
  return createHash('sha256').update(cycles.join(',')).digest('hex');
}

/** Handshakes at the input and at the output. */
function ends({ streams }: PipelineRun) {
  return { in: streams[0].handshakes, out: streams[streams.length - 1].handshakes };
}

function expectHandshakes(run: PipelineRun, measured: Measured): void {
  for (const [direction, cycles] of Object.entries(ends(run)) as ['in' | 'out', readonly number[]][]) {
    const field = `${direction}_handshake_t_2` as const;
    const first = measured[`${field}_first64`];
    if (first === undefined) expect(cycles).to.deep.equal(measured[field]);
    else expect(cycles.slice(0, 64)).to.deep.equal(first);
    expect(sha256(cycles)).to.equal(measured[`${field}_sha256`]);
  }
}

describe("FINN's blocks, against their RTL,", () => {
  for (const file of FILES) {
    forEachFinnCase(file, (finnCase) => {
      const { name, pipeline, modes } = finnCase;
      const [{ type, core }] = pipeline.blocks;
      const title = [type, core, name].filter(Boolean).join(' ');

      for (const mode of Object.keys(STALL_MODES) as StallMode[]) {
        it(`move every beat of ${title} in the measured cycle ${WORDS[mode]}`, () => {
          const measured = modes[mode];
          const [one, two, eight] = [1, 2, 8].map((frames) => runFinnCase(finnCase, mode, frames));
          expectHandshakes(two, measured);
          expectHandshakes(runFinnCase(finnCase, mode, 2, 'tick'), measured);
          expect([one.total, two.total, eight.total]).to.deep.equal([
            measured.total_1,
            measured.total_2,
            measured.total_8,
          ]);
          expect(one.firstInToFirstOut).to.equal(measured.first_in_to_first_out);
          expect(ends(one).in[0]).to.equal(measured.t_first_in);
          expect(ends(one).in.at(-1)).to.equal(measured.t_last_in_1);
          expect(ends(one).out[0]).to.equal(measured.t_first_out);
          expect(eight.interval).to.equal(measured.ii);
          const { inputBeatsPerFrame, outputBeatsPerFrame } = pipeline;
          const starts = ends(eight).in.filter((_, beat) => beat % inputBeatsPerFrame === 0);
          const lasts = ends(eight).out.filter((_, beat) => (beat + 1) % outputBeatsPerFrame === 0);
          expect(starts).to.deep.equal(measured.frame_in_start_t_8);
          expect(lasts).to.deep.equal(measured.frame_out_end_t_8);
        });
      }
    });
  }
});
