import { readText } from '../core/input/file.js';
import { packagePath } from '../core/package-root.js';
import { shippedNames } from '../core/shipped-files.js';
import { parseTrace, type Trace } from '../report/index.js';

/** All published measurements that are shipped. */
export function loadTraces(): Trace[] {
  return shippedNames('traces').map((name) => {
    const file = packagePath(`traces/${name}.yaml`);
    return parseTrace(readText(file), file);
  });
}
