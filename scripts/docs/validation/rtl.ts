import { usualOverlay } from '../../../sim/drivers/index.js';
import { loadTestPictures } from '../../../sim/drivers/load-pictures.js';
import { type RtlSimulation, runOnRtl } from '../../../sim/drivers/rtl/device.js';
import { missingTools, SIMULATION_TOOLS } from '../../../sim/drivers/rtl/tools.js';
import { loadBoard } from '../../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../../sim/nn/index.js';
import { markdownTable } from './markdown.js';

const NETWORKS = ['lfc-w1a1', 'lfc-w1a2'];
const IMAGES = 3;

/** What is compared with RTL, and how it came out. */
export async function rtlComparisons(): Promise<string> {
  const rows = [
    [
      "FINN's blocks (library finn)",
      "FINN's own RTL under Verilator 5.006: 22 blocks in four stall modes",
      'npm test',
      'every handshake, total and interval exact',
    ],
    [
      'random networks and pipelines (library rtl)',
      'the RTL that qcycle emits, stalled at random',
      'npm test, npm run test:long',
      'every handshake and output word exact, or the test fails',
    ],
    ...(await wholeNetworks()),
  ];
  return markdownTable(['model', 'against', 'checked by', 'result'], rows);
}

async function wholeNetworks(): Promise<string[][]> {
  const missing = missingTools(SIMULATION_TOOLS);
  const rows: string[][] = [];
  for (const name of NETWORKS) {
    const against = 'the RTL that qcycle emits, whole';
    const result = missing.length > 0 ? `not run: missing ${missing.join(', ')}` : resultOf(await runWhole(name));
    rows.push([`${name}, ${IMAGES} images (library rtl)`, against, 'npm run test:long', result]);
  }
  return rows;
}

async function runWhole(name: string): Promise<RtlSimulation> {
  const network = loadNamedNetwork(name);
  const pictures = await loadTestPictures(network);
  const job = { network, overlay: usualOverlay(network), board: loadBoard('pynq-z1'), images: IMAGES, pictures };
  return runOnRtl({ ...job, engine: 'event' });
}

function resultOf({ run, rtl, difference }: RtlSimulation): string {
  if (difference !== undefined) return `differs: ${difference.sentence}`;
  const handshakes = rtl.streams.reduce((sum, stream) => sum + stream!.written.length + stream!.read.length, 0);
  return `all ${handshakes} handshakes and all outputs exact; ${run.cycles} cycles`;
}
