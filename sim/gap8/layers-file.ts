import { z } from 'zod';
import { parseYaml } from '../core/input/yaml.js';
import { GAP8_OPS, type Gap8Layer, type Gap8Network, layerOn, outputSizeOf } from './layers.js';

/** Most channels, and most pixels along a side of a map. */
const MOST = 4096;

const size = z.int().min(1).max(MOST);

/** Kind and version of such a file. */
export const GAP8_LAYERS_SCHEMA = 'qcycle.gap8-layers/1';

const layersSchema = z.strictObject({
  schema: z.literal(GAP8_LAYERS_SCHEMA),
  name: z.string().min(1),
  source: z.string().default(''),
  input: z.strictObject({ channels: size, height: size, width: size }),
  layers: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[A-Za-z0-9_-]+$/, { error: 'not a name, allowed: letters, digits, "_" and "-"' }),
        op: z.enum(GAP8_OPS),
        outChannels: size.optional(),
        stride: z.union([z.literal(1), z.literal(2)]).default(1),
      }),
    )
    .min(1),
});

const networkSchema = layersSchema.transform(({ name, input, layers: sources }, context): Gap8Network => {
  const report = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
  const layers: Gap8Layer[] = [];
  let map = input;
  for (const [index, source] of sources.entries()) {
    const { op, outChannels, stride } = source;
    if (layers.some((layer) => layer.name === source.name)) {
      report(['layers', index, 'name'], `the name ${source.name} is taken`);
    }
    const sameChannels = op === 'depthwise' || op === 'averagePool';
    if (sameChannels !== (outChannels === undefined)) {
      const found = sameChannels ? `found ${outChannels}, allowed: none, as many as the input` : 'missing';
      report(['layers', index, ...(sameChannels ? ['outChannels'] : [])], `outChannels: ${found}`);
    }
    if (stride === 2 && op !== 'convolution' && op !== 'depthwise') {
      report(['layers', index, 'stride'], `found 2, allowed: 1 in a layer of the kind ${op}`);
    }
    const layer = layerOn(source, op === 'fullyConnected' ? { channels: flat(map), height: 1, width: 1 } : map);
    layers.push(layer);
    map = outputSizeOf(layer);
  }
  return { name, layers };
});

function flat({ channels, height, width }: { channels: number; height: number; width: number }): number {
  return channels * height * width;
}

/**
 * Reads the geometry of a network (schema qcycle.gap8-layers/1).
 * @param file name of the text in messages
 * @throws InputError for the first problem, at its line and column
 */
export function parseGap8Layers(text: string, file: string): Gap8Network {
  return parseYaml(text, file, networkSchema);
}
