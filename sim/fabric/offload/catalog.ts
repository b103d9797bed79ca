import { readText } from '../../core/input/file.js';
import { packagePath } from '../../core/package-root.js';
import { shippedNames } from '../../core/shipped-files.js';
import type { Network } from '../../nn/network.js';
import { type OffloadOverlay, parseOffloadOverlay } from './overlay.js';

const OVERLAYS = 'sim/fabric/offload/overlays';

/** The offload overlays that are shipped: `w1a2` and `w1a3`. */
export function offloadOverlays(): OffloadOverlay[] {
  return shippedNames(OVERLAYS).map((name) => {
    const file = packagePath(`${OVERLAYS}/${name}.yaml`);
    return parseOffloadOverlay(readText(file), file);
  });
}

/** The offload overlay that was built for a network, if there is one. */
export function offloadOverlayFor({ name }: Pick<Network, 'name'>): OffloadOverlay | undefined {
  return offloadOverlays().find(({ networks }) => networks.includes(name));
}
