import { createHash } from 'node:crypto';
import { readBytes, readText } from '../../core/input/file.js';
import { packagePath } from '../../core/package-root.js';

/** Modules of the agent, each after those that it imports. */
const MODULES = [
  'refused',
  'channel',
  'files',
  'programs',
  'tensor',
  'matrix',
  'layers',
  'reference',
  'serve',
] as const;

/**
 * Reads the agent from stdin, checks its SHA-256, and starts it. Nothing of it is kept on the board. Arguments: length, SHA-256,
 * then those of `serve`.
 */
const START = `
import hashlib, json, sys, types
data = sys.stdin.buffer.read(int(sys.argv[1]))
if hashlib.sha256(data).hexdigest() != sys.argv[2]:
    sys.exit("the agent arrived damaged")
for name, text in json.loads(data.decode()):
    module = sys.modules[name] = types.ModuleType(name)
    exec(compile(text, name + ".py", "exec"), module.__dict__)
sys.modules["serve"].serve(*sys.argv[3:])
`;

/** How an agent is started: a command, and what its stdin begins with. */
export interface Bootstrap {
  readonly command: readonly string[];
  readonly source: Uint8Array;
}

/** A program of ours that runs on a board with the board's own packages. */
export function boardProgram(name: 'bnn_job' | 'qnn_job' | 'pynq_clock'): Uint8Array {
  return readBytes(moduleFile(name));
}

/**
 * @param python command of a Python 3 on the board, with words before it where it needs some (`sudo -n python3`)
 * @param nonce which the agent prints before its first frame
 * @param folder in which it makes its work folder; that for temporary files where it is empty
 * @param owner a random word: an agent ends those that were started with the same one before it
 */
export function bootstrapAgent(python: readonly string[], nonce: string, folder: string, owner: string): Bootstrap {
  const modules = MODULES.map((name) => [name, readText(moduleFile(name))]);
  const source = new TextEncoder().encode(JSON.stringify(modules));
  const sha256 = createHash('sha256').update(source).digest('hex');
  // -I: neither the environment nor the current folder decides what it imports.
  return { command: [...python, '-I', '-u', '-c', START, String(source.length), sha256, nonce, folder, owner], source };
}

function moduleFile(name: string): string {
  return packagePath(`sim/drivers/agent/board/${name}.py`);
}
