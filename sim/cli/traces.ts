import { readText } from '../core/input/file.js';
import { packagePath } from '../core/package-root.js';
import { shippedNames } from '../core/shipped-files.js';
import { parseTrace, type Trace } from '../report/index.js';

/** The published measurements of one table. */
export function loadTrace(name: string): Trace {
  const file = packagePath(`traces/${name}.yaml`);
  return parseTrace(readText(file), file);
}

/** All published measurements that are shipped. */
export function loadTraces(): Trace[] {
  return shippedNames('traces').map(loadTrace);
}
