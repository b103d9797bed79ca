import { agrees, type CodeDifference, type Comparison } from '../drivers/compare.js';

/** A comparison of two devices for people: one line, and a line for everything that differs. */
export function renderComparison(comparison: Comparison): string {
  const { network, devices, images, compared, differences, layerCycles } = comparison;
  const [first, second] = devices;
  const what = `${network}, ${first} against ${second}: ${images} image${images === 1 ? '' : 's'}, ${compared.join(', ')}`;
  if (agrees(comparison)) return `${what}: equal`;
  return [
    `${what}: ${differences.length} image${differences.length === 1 ? '' : 's'} and ${layerCycles.length} layers' cycles differ`,
    ...differences.flatMap(({ image, classes, codes }) => [
      ...(classes === undefined ? [] : [`image ${image}: class ${classes[0]} on ${first}, ${classes[1]} on ${second}`]),
      ...codes.map((difference) => `image ${image}: ${codesSentence(difference, devices)}`),
    ]),
    ...layerCycles.map(({ layer, cycles: [a, b] }) => `${layer}: ${a} cycles on ${first}, ${b} on ${second}`),
  ].join('\n');
}

function codesSentence({ layer, codes, of, first }: CodeDifference, [a, b]: Comparison['devices']): string {
  const where = `the first at ${first.index}: ${first.codes[0]} on ${a}, ${first.codes[1]} on ${b}`;
  return `${layer ?? 'output'}: ${codes} of ${of} codes, ${where}`;
}
