import { readFileSync } from 'node:fs';
import { packagePath } from '../../sim/core/package-root.js';
import { type Overlay, unfoldedOverlay } from '../../sim/fabric/index.js';
import type { Network } from '../../sim/nn/network.js';
import { parseNetwork } from '../../sim/nn/network-file.js';

const NARROWER = 8;

const FOLDING = [
  [8, 3],
  [8, 8],
  [8, 8],
  [8, 8],
  [4, 8],
  [1, 8],
  [1, 4],
  [1, 8],
  [4, 1],
];

/** A CNV of an eighth of the channels and features, but for the last layer, whose results fill memory words. */
export function narrowCnv(name: string): Network {
  const file = `networks/${name}.yaml`;
  const text = readFileSync(packagePath(file), 'utf8');
  const narrowed = text.replace(/(outputChannels|outputFeatures): (\d+)/g, (_, key, count) => {
    return `${key}: ${count === '64' && key === 'outputFeatures' ? count : Number(count) / NARROWER}`;
  });
  return parseNetwork(narrowed.replace(`name: ${name}`, `name: narrow-${name}`), file).network;
}

/** A folding for it. */
export function narrowOverlay(network: Network): Overlay {
  const layers = FOLDING.map(([pe, simd], index) => ({ name: `L${index}`, pe, simd }));
  return { ...unfoldedOverlay(network), layers };
}
