import { readText } from '../core/input/file.js';
import { InputError } from '../core/input/input-error.js';
import type { Network } from '../nn/network.js';

/** What lists of ImageNet's classes begin with that count nothing as a class of its own. */
const BACKGROUND = 'background';

/**
 * A network whose classes have the names that a text file lists, one a line. Where the list has one more than the network and begins
 * with `background`, that one is left out: TensorFlow's networks of ImageNet have that class, others do not.
 * @throws InputError where the file cannot be used, or names another number of classes
 */
export function withClassNames(network: Network, file: string): Network {
  const lines = readText(file).trimEnd().split(/\r?\n/);
  const count = network.classes.length;
  const names = lines.length === count + 1 && lines[0] === BACKGROUND ? lines.slice(1) : lines;
  const empty = names.findIndex((name) => name.trim() === '');
  if (empty >= 0) {
    throw new InputError('an empty line, allowed: a name on each', {
      file,
      line: empty + 1 + lines.length - names.length,
    });
  }
  if (names.length === count) return { ...network, classes: names };
  throw new InputError(`${lines.length} names of classes, ${network.name} tells ${count} apart`, { file });
}
