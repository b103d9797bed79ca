import { elements, type NetworkInput, type PixelRule } from './network.js';
import type { NetworkSource, Report } from './network-schema.js';
import { MAX_FEATURES } from './schema-parts.js';

/** A code is given in a byte. */
const MAX_CODE_BITS = 8;

/** The input that a network file describes. What does not fit together is reported. */
export function buildInput(source: NetworkSource['input'], report: Report): NetworkInput {
  const { shape, type } = source;
  const features = elements(shape);
  if (features > MAX_FEATURES) {
    report(['input', 'shape'], `found ${shape.join(' x ')}, allowed: at most ${MAX_FEATURES} features`);
  }
  const { paddedFeatures = features, centralCrop } = source;
  if (paddedFeatures < features) {
    const message = `found ${paddedFeatures}, allowed: at least ${features} (${shape.join(' x ')})`;
    report(['input', 'paddedFeatures'], message);
  }
  return {
    shape,
    type,
    pixels: buildPixelRule(source, report),
    paddedFeatures,
    ...(centralCrop === undefined ? {} : { centralCrop }),
  };
}

function buildPixelRule({ type, threshold, range, codes }: NetworkSource['input'], report: Report): PixelRule {
  const given = Object.entries({ threshold, range, codes }).flatMap(([key, value]) => (value === undefined ? [] : key));
  if (given.length === 0) report(['input'], 'missing threshold, range or codes');
  if (given.length > 1) report(['input', given[1]], `found ${given.join(' and ')}, allowed: one of them`);
  if (codes !== undefined) {
    if (type.bits > MAX_CODE_BITS)
      report(['input', 'codes'], `found ${type.bits} bits, allowed: at most ${MAX_CODE_BITS}`);
    return { rule: 'codes' };
  }
  if (range === undefined) return { rule: 'threshold', threshold: threshold ?? 0 };
  if (type.encoding === 'bipolar') report(['input', 'range'], 'a bipolar type takes a threshold, not a range');
  const [from, to] = range;
  return { rule: 'range', from, to };
}
