import { InputError } from '../../core/input/input-error.js';
import { type Model, thisModel } from './model.js';

/** The two sides of a queue. */
export type Role = 'sweep' | 'worker';

/** A process that is connected to the same Redis. */
export interface Peer {
  readonly role: string;
  readonly version: string;
  /** The first digits. */
  readonly digest: string;
}

const DIGITS = 12;
const PEER = /(?:^| )name=qcycle-(sweep|worker)-(\S+)-([0-9a-f]{12})(?= )/;

/** What separates the works and results of one model from those of others in the same Redis. */
export function modelName({ version, digest }: Model = thisModel()): string {
  return `${version}-${digest.slice(0, DIGITS)}`;
}

/** The name by which Redis knows the connection of this process. */
export function peerName(role: Role): string {
  return `qcycle-${role}-${modelName()}`;
}

/**
 * Those on the other side of the queue.
 * @param clients what Redis answers to CLIENT LIST: a line for each connection
 * @param role this side
 * @param shown the address of Redis, for messages
 * @throws InputError where one of them runs another model
 */
export function requireSameModel(clients: string, role: Role, shown: string): readonly Peer[] {
  const { version, digest } = thisModel();
  const own = { version, digest: digest.slice(0, DIGITS) };
  const peers = clients.split('\n').flatMap((line): Peer[] => {
    const [, theirs, version, digest] = PEER.exec(line) ?? [];
    return theirs === undefined || theirs === role ? [] : [{ role: theirs, version, digest }];
  });
  const other = peers.find(({ version, digest }) => version !== own.version || digest !== own.digest);
  if (other === undefined) return peers;
  const show = ({ version, digest }: Omit<Peer, 'role'>) => `qcycle ${version} (code ${digest})`;
  throw new InputError(
    `${shown}: a ${other.role} there is ${show(other)}, this is ${show(own)}: use the same on both sides`,
  );
}
