import { elements, type NetworkInput, type PixelRule } from './network.js';
import type { NetworkSource, Report } from './network-schema.js';
import { MAX_FEATURES } from './schema-parts.js';

type Source = NetworkSource['input'];

/** A code is given in a byte. */
const MAX_CODE_BITS = 8;

/** The input that a network file describes. What does not fit together is reported. */
export function buildInput(source: Source, report: Report): NetworkInput {
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
    pixels: type.encoding === 'float' ? buildRealPixels(source, report) : buildPixelRule(source, report),
    paddedFeatures,
    ...(centralCrop === undefined ? {} : { centralCrop }),
  };
}

/** Real numbers of pixels, from 0 to 1 where the file says nothing. */
function buildRealPixels(source: Source, report: Report): PixelRule {
  const { range: [from, to] = [0, 1], normalization, quantization } = source;
  for (const key of ['threshold', 'codes', 'paddedFeatures'] as const) {
    if (source[key] !== undefined) report(['input', key], `found ${key}, but the first layer reads real numbers`);
  }
  checkNormalization(source, report);
  return {
    rule: 'real',
    from,
    to,
    ...(normalization === undefined ? {} : { normalization }),
    ...(quantization === undefined ? {} : { quantization }),
  };
}

function checkNormalization({ shape, normalization = { mean: [], deviation: [] } }: Source, report: Report): void {
  const channels = shape[shape.length - 1];
  for (const [key, { length }] of Object.entries(normalization)) {
    if (length === channels || length === 0) continue;
    report(['input', 'normalization', key], `found ${length} numbers, expected ${channels}, one for each channel`);
  }
}

function buildPixelRule(source: Source, report: Report): PixelRule {
  const { type, threshold, range, codes } = source;
  const { normalization } = source;
  if (source.quantization !== undefined) {
    report(['input', 'quantization'], 'found quantization, but the first layer reads codes');
  }
  if (normalization !== undefined && range === undefined) {
    report(['input', 'normalization'], 'found normalization, which goes with a range alone');
  }
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
  checkNormalization(source, report);
  return { rule: 'range', from, to, ...(normalization === undefined ? {} : { normalization }) };
}
