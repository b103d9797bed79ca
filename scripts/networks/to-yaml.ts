import { scaleOf } from '../../sim/nn/fix-position.js';
import type { Shape } from '../../sim/nn/layer-fields.js';
import { INPUT_POSITION } from './graph.js';
import type { ZooNetwork } from './zoo.js';

/** Part of a photo in its middle that networks of ImageNet's classes see. */
const CENTRAL_CROP = 0.875;

/** The text of a network file, a line for each layer. */
export function toYaml({ name, description, build, classes: names }: ZooNetwork): string {
  const { input, layers, shapes, exposed } = build();
  const classes = classesOf(shapes[shapes.length - 1]);
  const entries = Object.entries({
    schema: 'qcycle.network/1',
    name,
    description,
    input: {
      shape: input.shape,
      type: { bits: 8, encoding: 'signed', scale: scaleOf(INPUT_POSITION) },
      range: [-1, 1],
      ...(classes === undefined ? {} : { centralCrop: CENTRAL_CROP }),
    },
    ...(classes === undefined ? {} : { output: { rule: 'largest', classes: names ?? classes } }),
    ...(exposed.length === 0 ? {} : { outputs: exposed }),
  });
  return [
    '# Written by npm run networks, of the definitions in scripts/networks. There are no weights: shapes are those of the',
    '# network, and the fix positions of its tensors are some.',
    ...entries.map(([key, value]) => `${key}: ${inline(value)}`),
    'layers:',
    ...layers.map((layer) => `  - ${inline(layer)}`),
    '',
  ].join('\n');
}

/** Features of the last layer; undefined where it is a map. */
function classesOf(shape: Shape): number | undefined {
  const [channels, ...pixels] = [...shape].reverse();
  return pixels.every((side) => side === 1) ? channels : undefined;
}

/** A value on one line; strings are such that they need no quotes. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${inline(inner)}`)
    .join(', ')} }`;
}
