import { type Cosimulation, cosimulate } from '../../sim/drivers/rtl/cosimulate.js';
import { fileCosimulation } from '../../sim/drivers/rtl/file-cosimulation.js';
import type { CircuitLog } from '../../sim/drivers/rtl/handshakes.js';
import { parsePipelineFile } from '../../sim/fabric/index.js';
import { inTemporaryFolder } from './temporary-folder.js';

/** A fast matrix before a slow one: the FIFO between them fills up. Its text is in docs/rtl.md. */
export const FAST_BEFORE_SLOW = `library: rtl
frames: 2
inputBits: 8
inputBeatsPerFrame: 8
outputBeatsPerFrame: 32
blocks:
  - { type: mvtu, name: fast, MW: 8, MH: 4, PE: 4, SIMD: 8, outputBits: 1 }
  - { type: fifo, depth: 4 }
  - { type: mvtu, name: slow, MW: 4, MH: 4, PE: 1, SIMD: 4, outputBits: 1 }
`;

/** The model of that file, and what its RTL does with a FIFO of three places instead of four. */
export async function withWrongFifo(): Promise<{ readonly model: Cosimulation; readonly rtl: CircuitLog }> {
  const prepare = (text: string) => fileCosimulation(parsePipelineFile(text, 'file'), 'fast_before_slow');
  const wrong = prepare(FAST_BEFORE_SLOW.replace('depth: 4', 'depth: 3'));
  let rtl: CircuitLog | undefined;
  await inTemporaryFolder(async (folder) => {
    [rtl] = (await cosimulate([wrong], folder)).circuits;
  });
  return { model: prepare(FAST_BEFORE_SLOW), rtl: rtl! };
}
