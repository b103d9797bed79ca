import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readText } from '../../core/input/file.js';

const LIBRARIES = ['vega', 'vega-lite', 'vega-embed'] as const;

/** The minified libraries that draw charts in a browser, in the order in which they must run. */
export function chartLibraries(): string[] {
  const { resolve } = createRequire(import.meta.url);
  return LIBRARIES.map((name) => withoutSourceMap(readText(join(dirname(resolve(name)), `${name}.min.js`))));
}

/** A browser would ask the network for the source map. */
function withoutSourceMap(code: string): string {
  return code.replace(/\/\/# sourceMappingURL=.*$/m, '');
}
