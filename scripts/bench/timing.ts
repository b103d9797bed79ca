import { Bench } from 'tinybench';
import { simulateEvents, tick } from '../../sim/core/index.js';
import { usualOverlay } from '../../sim/drivers/index.js';
import { compile, loadBoard, loadLibrary } from '../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../sim/nn/index.js';
import { printSideBySide } from './side-by-side.js';

const IMAGES = 10_000;

/** Timing of 10 000 LFC images: the tick engine, the event engine with every access computed, and with the shortcut. */
export async function benchTiming(): Promise<void> {
  const network = loadNamedNetwork('lfc-w1a1');
  const overlay = usualOverlay(network);
  const design = {
    network,
    board: loadBoard('ultra96'),
    library: loadLibrary(overlay.library),
    overlay,
    images: IMAGES,
  };
  const { pipeline } = compile(design);
  const bench = new Bench({ time: 1000, warmupIterations: 3, iterations: 5 });
  bench
    .add('event, steady state carried forward', () => simulateEvents(pipeline))
    .add('event, every access computed', () => simulateEvents(pipeline, { steadyState: false }));
  const slow = new Bench({ time: 0, warmup: false, iterations: 2 });
  slow.add('tick', () => tick(pipeline));
  await slow.run();
  await bench.run();
  printSideBySide(`timing of ${IMAGES} LFC images`, [...slow.tasks, ...bench.tasks], {
    count: IMAGES,
    unit: 'images/s',
  });
}
