import { InputError } from '../../core/input/input-error.js';
import type { Size } from '../../nn/layer-fields.js';
import type { Network } from '../../nn/network.js';
import { type FusedLayer, fuseLayers, isOnePixel } from '../../nn/quantize/integers/fuse.js';
import type { ChainGeometry, GeometryLayer } from './geometry.js';

/**
 * The shapes of a network of real numbers as streaming machines would compute it: batch norms and activations belong to the
 * weights before them.
 * @throws InputError where it is no chain of convolutions, max pools and fully connected layers, or a window is not square
 */
export function chainOfFloats(network: Network): ChainGeometry {
  const fused = fuseLayers(network).filter(({ layer }) => !isOnePixel(layer));
  return { input: network.input.shape, layers: fused.map(geometryOf) };
}

function geometryOf({ layer, inputs }: FusedLayer): GeometryLayer {
  const { name } = layer;
  const refuse = (what: string) => new InputError(`layer ${name}: ${what}, allowed: a chain of square windows`);
  const side = ([height, width]: Size, what: string) => {
    if (height !== width) throw refuse(`found ${what} of ${height} x ${width}`);
    return height;
  };
  if (inputs.length !== 1) throw refuse(`reads ${inputs.join(' and ')}`);
  switch (layer.op) {
    case 'floatFullyConnected':
      return { op: 'fullyConnected', name, features: layer.mh };
    case 'floatMaxPool':
      if (Object.values(layer.padding).some((margin) => margin > 0)) throw refuse('a pool overhangs');
      return { op: 'maxPool', name, kernel: side(layer.kernel, 'a kernel'), stride: side(layer.stride, 'a stride') };
    case 'floatConvolution': {
      const { groups, dilation, padding, mh } = layer;
      if (groups > 1 || dilation.some((step) => step > 1)) throw refuse('found groups or a dilation');
      const { top, left, bottom, right } = padding;
      if (new Set([top, left, bottom, right]).size > 1) throw refuse('found padding that differs from side to side');
      const [kernel, stride] = [side(layer.kernel, 'a kernel'), side(layer.stride, 'a stride')];
      return { op: 'convolution', name, channels: mh, kernel, stride, padding: top };
    }
    default:
      throw refuse(`the fabric has no ${layer.op}`);
  }
}
