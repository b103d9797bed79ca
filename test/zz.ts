import { compile, loadBoard, loadLibrary, publishedOverlay, simulate } from '../sim/fabric/index.js';
import { loadNamedNetwork } from '../sim/nn/catalog.js';
import { simulateEvents } from '../sim/core/engine/event.js';
const nets = (process.argv[2] ?? 'cnv-w1a1,cnv-w1a2,cnv-w2a2').split(','); const ns = (process.argv[3] ?? '1,2,3,16').split(',').map(Number);
for (const name of nets) for (const images of ns) {
  const t = performance.now();
  const network = loadNamedNetwork(name); const t1 = performance.now();
  const p = compile({ network, overlay: publishedOverlay(network)!, board: loadBoard('ultra96'), library: loadLibrary('hls'), images });
  const t2 = performance.now(); const r = simulateEvents(p.pipeline); const t3 = performance.now();
  const s = process.argv[4] ? simulate(p, 'event') : null; const t4 = performance.now();
  console.log(name, images, r.cycles, r.firstFrameCycles, 'load', (t1 - t).toFixed(0), 'compile', (t2 - t1).toFixed(0), 'sim', (t3 - t2).toFixed(0), s ? `full ${(t4 - t3).toFixed(0)} ${s.bottleneck.sentence}` : '');
  if (images === 1 && !s) for (const b of p.pipeline.blocks) console.log('   ', b.name.padEnd(16), b.unit.padEnd(14), b.inputs.join().padEnd(14), p.pipeline.streams.find(x => x.name === b.outputs[0])?.bits, b.outputs.join(), p.pipeline.streams.find(x => x.name === b.outputs[0])?.depth);
}
