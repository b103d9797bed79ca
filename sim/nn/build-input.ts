import { elements, type NetworkInput, type PixelRule } from './network.js';
import { MAX_FEATURES, type NetworkSource, type Report } from './network-schema.js';

/** The input that a network file describes. What does not fit together is reported. */
export function buildInput(source: NetworkSource['input'], report: Report): NetworkInput {
  const { shape, type } = source;
  const features = elements(shape);
  if (features > MAX_FEATURES) {
    report(['input', 'shape'], `found ${shape.join(' x ')}, allowed: at most ${MAX_FEATURES} features`);
  }
  const { paddedFeatures = features } = source;
  if (paddedFeatures < features) {
    const message = `found ${paddedFeatures}, allowed: at least ${features} (${shape.join(' x ')})`;
    report(['input', 'paddedFeatures'], message);
  }
  return { shape, type, pixels: buildPixelRule(source, report), paddedFeatures };
}

function buildPixelRule({ type, threshold, range }: NetworkSource['input'], report: Report): PixelRule {
  if (range === undefined) {
    if (threshold === undefined) report(['input'], 'missing threshold or range');
    return { rule: 'threshold', threshold: threshold ?? 0 };
  }
  if (threshold !== undefined) report(['input', 'range'], 'found threshold and range, allowed: one of them');
  if (type.encoding === 'bipolar') report(['input', 'range'], 'a bipolar type takes a threshold, not a range');
  const [from, to] = range;
  return { rule: 'range', from, to };
}
