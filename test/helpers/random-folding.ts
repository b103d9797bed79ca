import fc from 'fast-check';
import { usualOverlay } from '../../sim/drivers/load-job.js';
import { compile, type FoldingContext, loadBoard, loadLibrary, type Overlay } from '../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';
import { divisors } from '../../sim/nn/divisors.js';
import { isMatrixLayer } from '../../sim/nn/network.js';
import { randomFrom } from './random-layer.js';

/** Networks of BNN-PYNQ. */
export const BNN_PYNQ = ['lfc-w1a1', 'lfc-w1a2', 'cnv-w1a1', 'cnv-w1a2', 'cnv-w2a2'] as const;

/** What foldings of a shipped network are read for. */
export function foldingContext(name: string): FoldingContext {
  const network = loadNamedNetwork(name);
  return { network, board: loadBoard('pynq-z1'), usual: usualOverlay(network) };
}

/** A network of BNN-PYNQ in a legal folding, with depths of all streams. */
export function randomFolding(): fc.Arbitrary<{ readonly context: FoldingContext; readonly overlay: Overlay }> {
  return fc.record({ name: fc.constantFrom(...BNN_PYNQ), seed: fc.integer() }).map(({ name, seed }) => {
    const random = randomFrom(seed);
    const pick = (from: readonly number[]) => from[random(from.length)];
    const context = foldingContext(name);
    const layers = context.network.layers.filter(isMatrixLayer).map((layer) => ({
      name: layer.name,
      pe: pick(divisors(layer.mh)),
      simd: pick(divisors(layer.op === 'convolution' ? layer.inputShape[2] : layer.mw)),
    }));
    const overlay = { ...context.usual, layers, fifos: {} };
    const { fifos } = compile({ ...context, overlay, library: loadLibrary('hls'), images: 1 });
    return {
      context,
      overlay: { ...overlay, fifos: Object.fromEntries(fifos.map((fifo) => [fifo, 2 + random(300)])) },
    };
  });
}
