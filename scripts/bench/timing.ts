import { Bench } from 'tinybench';
import { type Pipeline, simulateEvents, tick } from '../../sim/core/index.js';
import { usualOverlay } from '../../sim/drivers/index.js';
import {
  compile,
  compileOffload,
  loadBoard,
  loadLibrary,
  type Overlay,
  offloadOverlays,
  simulateOffload,
} from '../../sim/fabric/index.js';
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

/** Timing of one image on the offload engine: all calls, equal ones once. */
export async function benchOffloadTiming(): Promise<void> {
  for (const overlay of offloadOverlays()) {
    for (const name of overlay.networks) {
      const program = compileOffload(loadNamedNetwork(name), overlay, loadBoard('ultra96'), 1);
      const bench = new Bench({ time: 500, iterations: 2, warmupIterations: 1 });
      for (const engine of ['tick', 'event'] as const) {
        bench.add(engine, () => {
          simulateOffload(program, engine);
        });
      }
      await bench.run();
      printRates(`timing of ${name} on overlay ${overlay.name}`, ratesOf(bench, [1, 1]));
    }
  }
}

function layOut(name: string, library: Overlay['library'], images: number): Pipeline {
  const network = loadNamedNetwork(name);
  const overlay = { ...usualOverlay(network), library };
  const board = loadBoard('ultra96');
  return compile({ network, board, library: loadLibrary(library), overlay, images }).pipeline;
}
