import { Bench } from 'tinybench';
import { simulateEvents, tick } from '../../sim/core/index.js';
import { usualOverlay } from '../../sim/drivers/index.js';
import { compile, loadBoard, loadLibrary } from '../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../sim/nn/index.js';
import { printRates, ratesOf } from './rates.js';

const IMAGES = 10_000;

/** Timing of 10 000 LFC images: the tick engine, the event engine with every access computed, and with the shortcut. */
export async function benchTiming(): Promise<void> {
  const network = loadNamedNetwork('lfc-w1a1');
  const overlay = usualOverlay(network);
  const library = loadLibrary(overlay.library);
  const { pipeline } = compile({ network, board: loadBoard('ultra96'), library, overlay, images: IMAGES });
  const bench = new Bench({ time: 500, iterations: 3, warmupIterations: 1 });
  bench.add('tick', () => {
    tick(pipeline);
  });
  bench.add('event, every access computed', () => {
    simulateEvents(pipeline, { steadyState: false });
  });
  bench.add('event, steady state carried forward', () => {
    simulateEvents(pipeline);
  });
  await bench.run();
  printRates(`timing of ${IMAGES} LFC images`, ratesOf(bench, [IMAGES, IMAGES, IMAGES]));
}
