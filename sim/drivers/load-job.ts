import { type Overlay, publishedOverlay, unfoldedOverlay } from '../fabric/index.js';
import { offloadOverlayFor } from '../fabric/offload/catalog.js';
import { offloadLayers, splitSections } from '../fabric/offload/layers.js';
import type { OffloadOverlay } from '../fabric/offload/overlay.js';
import { passesOf } from '../fabric/offload/passes.js';
import { isIntegerLayer, isMatrixLayer, type Network } from '../nn/network.js';
import { loadBnnPynq, loadGap8, loadQnnMo } from '../nn/parameters/load-parameters.js';
import type { ParameterPass } from '../nn/parameters/qnn-mo-pynq.js';
import { withIntegerParameters } from '../nn/with-integer-parameters.js';
import { withParameters } from '../nn/with-parameters.js';

/** The published overlay of a network or, where there is none, one lane in every layer. */
export function usualOverlay(network: Network): Overlay {
  return publishedOverlay(network) ?? unfoldedOverlay(network);
}

/**
 * A network with the original project's parameter files: those of GAP8 for a network of integers; those of QNN-MO-PYNQ for
 * one of an offload overlay, from the index on that its layers file names; else those of BNN-PYNQ, which are laid out for the
 * published folding.
 * @param path folder or .tar, plain or gzipped
 * @throws InputError where they are not there or do not fit
 */
export function withOriginalParameters(network: Network, path: string): Network {
  if (network.layers.some(isIntegerLayer)) return withIntegerParameters(network, loadGap8(path, network), path);
  const offload = offloadOverlayFor(network);
  if (offload !== undefined) {
    const passes = parameterPasses(network, offload);
    return withParameters(network, loadQnnMo(path, network, passes, network.parameterFiles?.firstIndex), path);
  }
  const { layers } = usualOverlay(network);
  const foldings = network.layers.filter(isMatrixLayer).map(({ name }) => layers.find((layer) => layer.name === name)!);
  return withParameters(network, loadBnnPynq(path, network, foldings).parameters, path);
}

/** What is loaded for each pass of the engine, in the order of the parameter files. */
export function parameterPasses(network: Network, overlay: OffloadOverlay): ParameterPass[] {
  return splitSections(offloadLayers(network))
    .flatMap((section) => passesOf(section, overlay))
    .map(({ layer, firstOutputChannel, call }) => ({
      layer: layer.convolution.name,
      firstRow: firstOutputChannel,
      rows: call.outputChannels,
    }));
}
