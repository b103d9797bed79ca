import { InputError } from '../../core/input/input-error.js';
import { type Model, thisModel } from './model.js';

/** The two sides of a queue. */
export type Role = 'sweep' | 'worker';

const DIGITS = 12;
const PEER = /(?:^| )name=qcycle-(sweep|worker)-(\S+-[0-9a-f]{12})(?= )/;

/** What separates the works of one model from those of others in the same Redis. */
export function modelName({ version, digest }: Model = thisModel()): string {
  return `${version}-${digest.slice(0, DIGITS)}`;
}

/** The name by which Redis knows the connection of this process. */
export function peerName(role: Role): string {
  return `qcycle-${role}-${modelName()}`;
}

/**
 * The models that those on the other side of the queue run.
 * @param clients what Redis answers to CLIENT LIST: a line for each connection
 * @param role this side
 */
export function peerModels(clients: string, role: Role): string[] {
  return clients.split('\n').flatMap((line) => {
    const [, theirs, model] = PEER.exec(line) ?? [];
    return theirs === undefined || theirs === role ? [] : [model];
  });
}

/** @throws InputError where one of those on the other side of the queue runs another model */
export function requireSameModel(models: readonly string[], role: Role, shown: string): void {
  const other = models.find((model) => model !== modelName());
  if (other === undefined) return;
  const side = role === 'sweep' ? 'worker' : 'sweep';
  const show = (model: string) => model.replace(/^(.*)-(.*?)$/, 'qcycle $1 (code $2)');
  const found = `a ${side} there is ${show(other)}, this is ${show(modelName())}`;
  throw new InputError(`${shown}: ${found}: use the same on both sides`);
}
