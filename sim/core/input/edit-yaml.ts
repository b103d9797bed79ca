import { isMap, isNode, type Pair, parseDocument } from 'yaml';

/** A scalar of a YAML text, and what stands in its place. */
export interface YamlReplacement {
  readonly path: readonly (string | number)[];
  readonly value: string | number | readonly number[];
}

/**
 * A YAML (or JSON) text with other values at some paths, and everything else as it was. A missing key of the topmost mapping is
 * put before the key `before`.
 * @param text valid YAML
 * @throws RangeError where there is no such value
 */
export function editYaml(text: string, replacements: readonly YamlReplacement[], before: string): string {
  const document = parseDocument(text, { uniqueKeys: false });
  const inBraces = isMap(document.contents) && document.contents.flow === true;
  const edits = replacements.map(({ path, value }) => {
    const node = document.getIn(path, true);
    if (isNode(node) && node.range) return { from: node.range[0], to: node.range[1], text: inline(value, inBraces) };
    if (path.length !== 1) throw new RangeError(`no value at ${path.join('.')}`);
    const at = startOfKey(document.contents, before);
    const entry = inBraces ? `"${path[0]}": ${inline(value, true)}, ` : `${path[0]}: ${inline(value, false)}\n`;
    return { from: at, to: at, text: entry };
  });
  return edits
    .sort((a, b) => b.from - a.from)
    .reduce((edited, { from, to, text: own }) => edited.slice(0, from) + own + edited.slice(to), text);
}

function startOfKey(contents: unknown, name: string): number {
  const pairs: readonly Pair[] = isMap(contents) ? contents.items : [];
  const key = pairs.find((pair) => isNode(pair.key) && pair.key.toString() === name)?.key;
  if (isNode(key) && key.range) return key.range[0];
  throw new RangeError(`no key ${name}`);
}

/** Strings that mean themselves without quotes, whatever stands around them. */
const PLAIN = /^[A-Za-z][\w.-]*( [\w.()%-]+)*$/;
/** Words that YAML reads as something else. */
const NO_STRINGS = /^(true|false|null|yes|no|on|off)$/i;

/** On one line. */
function inline(value: YamlReplacement['value'], quoted: boolean): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return `[${value.join(', ')}]`;
  return !quoted && PLAIN.test(value) && !NO_STRINGS.test(value) ? value : JSON.stringify(value);
}
