import { createHash, timingSafeEqual } from 'node:crypto';

/** Fingerprint of a host key as OpenSSH prints it: `SHA256:` and base64 without padding. */
export function fingerprintOf(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/**
 * What is wrong with a host key; undefined where it is one of the known ones.
 * @param host name of the host, for the message
 * @param known fingerprints that are accepted
 */
export function hostKeyProblem(host: string, key: Uint8Array, known: readonly string[]): string | undefined {
  const found = fingerprintOf(key);
  if (known.some((each) => sameText(each, found))) return undefined;
  const accept = `compare it with what ssh-keygen -lf prints on the board itself; if they are equal, set hostKey: ${found}`;
  if (known.length === 0) return `the host key of ${host} is not known: ${found}; ${accept}`;
  return `the host key of ${host} has changed: found ${found}, expected ${known.join(' or ')}; another computer may answer in its place; ${accept}`;
}

function sameText(a: string, b: string): boolean {
  const [bytesA, bytesB] = [Buffer.from(a), Buffer.from(b)];
  return bytesA.length === bytesB.length && timingSafeEqual(bytesA, bytesB);
}
