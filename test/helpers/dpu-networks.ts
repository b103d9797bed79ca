import fc from 'fast-check';
import type { Network } from '../../sim/nn/network.js';
import { parseNetwork } from '../../sim/nn/network-file.js';

/** A network of the DPU's layers, from the lines of its layers. */
export function dpuNetwork(shape: readonly number[], layers: readonly string[], more = ''): Network {
  const text = [
    'schema: qcycle.network/1',
    'name: small',
    `input: { shape: [${shape.join(', ')}], type: { bits: 8, encoding: signed }, codes: true }`,
    more,
    'layers:',
    ...layers.map((layer) => `  - { ${layer} }`),
  ];
  return parseNetwork(text.join('\n'), 'small.yaml').network;
}

const RULE = 'requantize: { rule: powerOfTwo, shift: 5 }';

/** A convolution of the DPU: how a line of a network file has it. */
export function convolution(name: string, outputs: number, kernel: number, more = ''): string {
  const padding = kernel >> 1;
  return `name: ${name}, op: integerConvolution, outputChannels: ${outputs}, kernel: ${kernel}, padding: ${padding}, ${RULE}${more}`;
}

/** Small networks with branches: all that the compiler lays out, in random sizes. */
export const smallDpuNetwork: fc.Arbitrary<Network> = fc
  .record({
    height: fc.integer({ min: 5, max: 30 }),
    width: fc.integer({ min: 5, max: 30 }),
    channels: fc.integer({ min: 1, max: 40 }),
    stem: fc.record({
      kernel: fc.constantFrom(1, 3, 5),
      stride: fc.constantFrom(1, 2),
      outputs: fc.integer({ min: 1, max: 40 }),
    }),
    blocks: fc.array(
      fc.record({
        kind: fc.constantFrom('add', 'concat', 'depthwise', 'maxPool', 'averagePool', 'move'),
        outputs: fc.integer({ min: 1, max: 48 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ height, width, channels, stem, blocks }) => {
    const layers = [convolution('stem', stem.outputs, stem.kernel, `, stride: ${stem.stride}`)];
    let [before, count] = ['stem', stem.outputs];
    let rows = Math.ceil(height / stem.stride);
    for (const [index, { kind, outputs }] of blocks.entries()) {
      const name = `block${index}`;
      if (kind === 'add') {
        layers.push(convolution(`${name}a`, outputs, 3), convolution(`${name}b`, count, 1));
        layers.push(
          `name: ${name}, op: add, inputs: [${before}, ${name}b], rule: powerOfTwo, activation: { bits: 8, encoding: signed }`,
        );
      } else if (kind === 'concat') {
        layers.push(convolution(`${name}a`, outputs, 1, `, inputs: [${before}]`));
        layers.push(convolution(`${name}b`, 16, 3, `, inputs: [${before}]`));
        layers.push(`name: ${name}, op: concat, inputs: [${name}a, ${name}b, ${before}], axis: 2`);
        count += outputs + 16;
      } else if (kind === 'depthwise') {
        layers.push(convolution(`${name}a`, outputs, 1), convolution(name, outputs, 3, `, groups: ${outputs}`));
        count = outputs;
      } else if (kind === 'move' && rows >= 4) {
        layers.push(`name: ${name}, op: upsample, factor: 2`);
        rows *= 2;
      } else {
        const op = kind === 'averagePool' ? 'averagePool, division: powerOfTwo' : 'integerMaxPool';
        layers.push(`name: ${name}, op: ${op}, kernel: 3, stride: 1, padding: 1`);
      }
      before = name;
    }
    layers.push(convolution('last', 20, 1));
    return dpuNetwork([height, width, channels], layers);
  });
