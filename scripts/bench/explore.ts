import { Bench } from 'tinybench';
import { measureInterval } from '../../sim/core/index.js';
import {
  Conversions,
  candidateOf,
  cheapestFoldings,
  findFifos,
  foldingSpace,
  networkProblem,
} from '../../sim/explore/index.js';
import { hlsResourceModel, loadBoard, loadLibrary, type Overlay, publishedOverlay } from '../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../sim/nn/index.js';

const board = loadBoard('pynq-z1');
const library = loadLibrary('hls');
const model = hlsResourceModel();
/** Candidates that are evaluated in one go, and LFC pipelines that are laid out and measured. */
const CANDIDATES = 10_000;
const PIPELINES = 20;

/** Foldings a second by tables, exact searches, pipelines a second laid out and simulated to their steady state, FIFO sizing. */
export async function benchExploring(): Promise<void> {
  const bench = new Bench({ time: 500, iterations: 3, warmupIterations: 1 });
  const [lfc, cnv] = ['lfc-w1a1', 'cnv-w1a1'].map((name) => {
    const network = loadNamedNetwork(name);
    return { network, space: foldingSpace(network, board, library, model), overlay: publishedOverlay(network)! };
  });
  const conversions = new Conversions(model);
  bench.add(`${CANDIDATES} foldings of cnv-w1a1, analytically`, () => {
    for (let candidate = 0; candidate < CANDIDATES; candidate++) {
      const options = cnv.space.layers.map(({ options }, layer) => options[(candidate * (layer + 3)) % options.length]);
      candidateOf(options, cnv.space, conversions);
    }
  });
  for (const { network, space } of [lfc, cnv]) {
    bench.add(`cheapest foldings of ${network.name}`, () => {
      cheapestFoldings(space, model, { lut: 53_200, bram18: 280 });
    });
  }
  bench.add(`${PIPELINES} pipelines of lfc-w1a1 with other FIFOs`, () => {
    for (let depth = 1; depth <= PIPELINES; depth++) {
      const overlay: Overlay = {
        ...lfc.overlay,
        fifos: { inter0: 4 * depth, inter1: 2 * depth, inter2: 4 * depth, memIn: 32 },
      };
      const problem = networkProblem({ network: lfc.network, board, library, overlay });
      measureInterval(problem.build(problem.given, 'actual'), 1000);
    }
  });
  for (const { network, overlay } of [lfc, cnv]) {
    bench.add(`FIFO depths of ${network.name}`, () => {
      findFifos(networkProblem({ network, board, library, overlay }));
    });
  }
  await bench.run();
  const lines = bench.tasks.map(({ name, result }) => {
    if (result.state !== 'completed') throw new Error(`${name} did not complete: ${result.state}`);
    const count = Number(/^\d+/.exec(name)?.[0] ?? 1);
    const rate = (1000 * count) / result.latency.p50;
    return `  ${name.padEnd(48)}${result.latency.p50.toFixed(2).padStart(10)} ms${rate.toFixed(rate < 10 ? 2 : 0).padStart(14)} /s\n`;
  });
  process.stdout.write(`exploring on ${board.name}, one thread\n${lines.join('')}\n`);
}
