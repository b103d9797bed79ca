import { NO_PADDING, windowCounts } from '../nn/windows.js';
import type { Gap8Layer, InputMap } from './layers.js';

/** What a layer is made of besides the maps that it reads. */
export type LayerSource = Pick<Gap8Layer, 'name' | 'op'> &
  Partial<Pick<Gap8Layer, 'kernel' | 'stride' | 'padding'>> & {
    readonly outChannels?: number | undefined;
  };

/** Height, width and channels of a feature map, by its name. */
export interface NamedMap extends InputMap {
  readonly height: number;
  readonly width: number;
}

/** A layer on one map, or on several of the same height and width. Where no channels are given, there are as many as come in. */
export function layerOn(source: LayerSource, maps: readonly NamedMap[]): Gap8Layer {
  const { name, op, outChannels, kernel = [1, 1], stride = [1, 1], padding = NO_PADDING } = source;
  const [{ height, width, channels }] = maps;
  const inChannels = op === 'concat' ? maps.reduce((sum, map) => sum + map.channels, 0) : channels;
  const windows = { kernel, stride, padding, dilation: [1, 1] } as const;
  const [outHeight, outWidth] = windowCounts([height, width], windows);
  return {
    ...{ name, op, inputs: maps.map(({ name: map, channels: own }) => ({ name: map, channels: own })) },
    ...{ inChannels, outChannels: outChannels ?? inChannels, height, width, outHeight, outWidth },
    ...{ kernel, stride, padding },
  };
}

/** The map that a layer writes. */
export function outputMapOf({ name, outChannels, outHeight, outWidth }: Gap8Layer): NamedMap {
  return { name, channels: outChannels, height: outHeight, width: outWidth };
}
