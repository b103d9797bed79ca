/**
 * Regenerates the figures of docs/explore.md: each block between `<!-- npm run docs:explore: NAME -->` and `<!-- end -->`.
 */
import { readFileSync } from 'node:fs';
import { writeFileWhole } from '../../sim/core/input/write-file.js';
import { packagePath } from '../../sim/core/package-root.js';
import {
  type Exploration,
  explore,
  findFifos,
  networkProblem,
  type Objective,
  publishedCost,
  Sweeper,
} from '../../sim/explore/index.js';
import { loadBoard, loadLibrary, publishedOverlay } from '../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../sim/nn/index.js';
import { renderExploration, renderFifos } from '../../sim/report/index.js';

const FILE = packagePath('docs/explore.md');
const board = loadBoard('pynq-z1');
const library = loadLibrary('hls');

function publishedDesign(name: string) {
  const network = loadNamedNetwork(name);
  return { network, board, library, overlay: publishedOverlay(network)! };
}

async function exploration(name: string, withinPublished: boolean): Promise<string> {
  const sweeper = await Sweeper.open();
  try {
    const network = loadNamedNetwork(name);
    const options = { network, board, library, objective: 'fps' as Objective, members: 10 };
    const budget = withinPublished ? publishedCost(network, board) : undefined;
    const found: Exploration = await explore({ ...options, ...(budget === undefined ? {} : { budget }) }, (works) =>
      sweeper.run(works),
    );
    return withoutSeconds(renderExploration(found));
  } finally {
    await sweeper.close();
  }
}

function fifos(name: string): string {
  return withoutSeconds(renderFifos(findFifos(networkProblem(publishedDesign(name)))));
}

function withoutSeconds(text: string): string {
  return text.replace(/ in \d+\.\d s/g, '');
}

const BLOCKS: Readonly<Record<string, () => string | Promise<string>>> = {
  'lfc-w1a1 within the published cost': () => exploration('lfc-w1a1', true),
  'cnv-w1a1 within the published cost': () => exploration('cnv-w1a1', true),
  'cnv-w1a1 on the whole device': () => exploration('cnv-w1a1', false),
  'fifos of lfc-w1a1': () => fifos('lfc-w1a1'),
  'fifos of cnv-w1a1': () => fifos('cnv-w1a1'),
};

let text = readFileSync(FILE, 'utf8');
for (const [name, render] of Object.entries(BLOCKS)) {
  const block = new RegExp(`(<!-- npm run docs:explore: ${name} -->\n)[\\s\\S]*?(<!-- end -->)`);
  if (!block.test(text)) throw new Error(`${FILE} has no block ${name}`);
  const figures = await render();
  text = text.replace(block, (_, begin: string, end: string) => `${begin}\`\`\`text\n${figures}\n\`\`\`\n${end}`);
}
await writeFileWhole(FILE, text);
