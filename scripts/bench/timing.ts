import { Bench } from 'tinybench';
import { type Pipeline, simulateEvents, tick } from '../../sim/core/index.js';
import { usualOverlay } from '../../sim/drivers/index.js';
import { compile, loadBoard, loadLibrary, type Overlay } from '../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../sim/nn/index.js';
import { printRates, ratesOf } from './rates.js';

/** Networks, and the images that each way of finding their cycles is given. */
const NETWORKS: readonly { readonly name: string; readonly library: Overlay['library']; readonly images: Images }[] = [
  { name: 'lfc-w1a1', library: 'hls', images: { tick: 10_000, everyAccess: 10_000, steadyState: 10_000 } },
  { name: 'lfc-w1a1', library: 'finn', images: { tick: 1_000, everyAccess: 1_000, steadyState: 10_000 } },
  { name: 'cnv-w1a1', library: 'hls', images: { tick: 16, everyAccess: 160, steadyState: 10_000 } },
  { name: 'cnv-w2a2', library: 'hls', images: { tick: 16, everyAccess: 160, steadyState: 10_000 } },
];

interface Images {
  readonly tick: number;
  readonly everyAccess: number;
  readonly steadyState: number;
}

/** Timing: the tick engine, the event engine with every access computed, and with the steady state carried forward. */
export async function benchTiming(): Promise<void> {
  for (const { name, library, images } of NETWORKS) {
    const bench = new Bench({ time: 500, iterations: 3, warmupIterations: 1 });
    const [every, few, many] = [images.tick, images.everyAccess, images.steadyState].map((count) =>
      layOut(name, library, count),
    );
    bench.add(`tick, ${images.tick} images`, () => {
      tick(every);
    });
    bench.add(`event, every access, ${images.everyAccess} images`, () => {
      simulateEvents(few, { steadyState: false });
    });
    bench.add(`event, steady state, ${images.steadyState} images`, () => {
      simulateEvents(many);
    });
    await bench.run();
    const counts = [images.tick, images.everyAccess, images.steadyState];
    printRates(`timing of ${name} in library ${library}`, ratesOf(bench, counts));
  }
}

function layOut(name: string, library: Overlay['library'], images: number): Pipeline {
  const network = loadNamedNetwork(name);
  const overlay = { ...usualOverlay(network), library };
  const board = loadBoard('ultra96');
  return compile({ network, board, library: loadLibrary(library), overlay, images }).pipeline;
}
