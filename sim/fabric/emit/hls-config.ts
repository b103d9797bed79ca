import { describeType } from '../../nn/data-type.js';
import { isMatrixLayer, type MatrixLayer, type Network } from '../../nn/network.js';
import { foldingOf, type Overlay } from '../overlay.js';
import { layerMacros, macroPrefix } from './hls-macros.js';

/** The macros of all layers of a network in an overlay, by name. */
export function hlsMacros({ layers }: Network, overlay: Overlay): Record<string, number> {
  const macros = layers
    .filter(isMatrixLayer)
    .flatMap((layer, index) =>
      Object.entries(layerMacros(layer, foldingOf(overlay, layer))).map(([name, value]) => [
        `${macroPrefix(index)}${name}`,
        value,
      ]),
    );
  return Object.fromEntries(macros);
}

/** BNN-PYNQ's layer configuration header (config.h) of a network in an overlay. */
export function hlsConfig(network: Network, overlay: Overlay): string {
  const guard = `${network.name.toUpperCase().replace(/\W/g, '_')}_CONFIG_H`;
  const layers = network.layers.filter(isMatrixLayer).map((layer, index) => layerBlock(layer, index, overlay));
  return [`#ifndef ${guard}`, `#define ${guard}`, ...layers.flat(), '', `#endif  // ${guard}`].join('\n');
}

function layerBlock(layer: MatrixLayer, index: number, overlay: Overlay): string[] {
  const macros = Object.entries(layerMacros(layer, foldingOf(overlay, layer)));
  const title = `${layer.name}: ${layer.op}, ${describeType(layer.weightType)} weights, ${describeType(layer.outputType)} results`;
  return [
    '',
    `// ${title.replace(/[^\x20-\x7e]/g, '?').replaceAll('\\', '/')}`,
    ...macros.map(([name, value]) => `#define ${macroPrefix(index)}${name} ${value}`),
  ];
}
