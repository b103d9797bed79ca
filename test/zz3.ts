import { compile, loadBoard, loadLibrary, publishedOverlay, simulate } from '../sim/fabric/index.js';
import { loadNamedNetwork } from '../sim/nn/catalog.js';
for (const name of ['cnv-w1a1', 'cnv-w2a2']) for (const fifos of [{ inter0: 2, inter2: 2, 'pool3.inter': 2, 'pool1.inter': 2, 'L0.in': 2 }, { inter6: 2 }] as any[]) {
  const network = loadNamedNetwork(name); const o = publishedOverlay(network)!; const t = performance.now();
  const p = compile({ network, overlay: { ...o, fifos: { ...o.fifos, ...fifos } }, board: loadBoard('ultra96'), library: loadLibrary('hls'), images: 1000 });
  const r = simulate(p, 'event'); console.log(name, r.cyclesPerImage, (performance.now() - t).toFixed(0), r.bottleneck.sentence); }
