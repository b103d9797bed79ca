import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  type ParsedNode,
  Parser,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import type { z } from 'zod';
import { InputError, type Place } from './input-error.js';
import { describeIssue, firstProblem, type Problem, problemSentence } from './schema-issue.js';
import { showName } from './show.js';

/** Longest text that is read unless the caller allows more; reading takes about a second for 2 ** 20. */
const MAX_CHARACTERS = 2 ** 18;
/** The composer of the yaml package is recursive: a deeper text can end the process. */
const MAX_DEPTH = 64;
const MAX_ALIASES = 1000;

const OPTIONS = {
  logLevel: 'error',
  prettyErrors: false,
  resolveKnownTags: false,
  stringKeys: true,
  uniqueKeys: false,
} as const;

type YamlDocument = Document.Parsed<ParsedNode>;

/**
 * The value of a YAML (or JSON) text, checked against a schema.
 * @param file name of the text in messages
 * @param maxCharacters longest text that is read
 * @throws InputError for the first problem, at its line and column: not YAML, a repeated or unknown key, a value that the
 *   schema refuses. Refinements and transforms of the schema report by issues with a path.
 */
export function parseYaml<T>(text: string, file: string, schema: z.ZodType<T>, maxCharacters = MAX_CHARACTERS): T {
  const failAt = (offset: number, problem: string): never => {
    throw new InputError(problem, placeOf(text, file, offset));
  };
  if (text.length > maxCharacters) failAt(0, `${text.length} characters, allowed: at most ${maxCharacters}`);
  const deep = firstDeeper(text);
  if (deep !== undefined) failAt(deep, `nested more than ${MAX_DEPTH} deep`);

  const document = parseDocument(text, OPTIONS);
  const [error] = [...document.errors, ...document.warnings];
  if (error?.code === 'MULTIPLE_DOCS') failAt(error.pos[0], 'a second document begins here, allowed: one');
  if (error !== undefined)
    failAt(error.pos[0], `not valid ${file.endsWith('.json') ? 'JSON' : 'YAML'}: ${error.message}`);
  checkKeysAndAliases(document, failAt);

  const result = schema.safeParse(plainValue(document, failAt), { error: describeIssue });
  if (result.success) return result.data;
  const problem = firstProblem(result.error.issues);
  return failAt(offsetOf(document, problem), problemSentence(problem));
}

/** Where the value at a path begins, in a text that `parseYaml` took. */
export function placeInYaml(text: string, file: string, path: Problem['path']): Place {
  return placeOf(text, file, offsetOf(parseDocument(text, OPTIONS), { path }));
}

type FailAt = (offset: number, problem: string) => never;

/** Offset at which the text is nested too deep, if it is. The parser, unlike the composer, is not recursive. */
function firstDeeper(text: string): number | undefined {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    for (const _token of parser.next(lexeme));
    if (parser.stack.length > MAX_DEPTH) return parser.offset;
  }
  return undefined;
}

/** In linear time; the `uniqueKeys` and the `resolve` of the yaml package go through everything each time. */
function checkKeysAndAliases(document: YamlDocument, failAt: FailAt): void {
  const anchors = new Map<string, Node>();
  let aliases = 0;
  visit(document, {
    Node: (_, node, ancestors) => {
      if (isMap(node)) checkKeys(node, failAt);
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return;
      }
      const offset = startOf(node);
      const target = anchors.get(node.source);
      if (++aliases > MAX_ALIASES) failAt(offset, `more than ${MAX_ALIASES} aliases`);
      if (target === undefined) return failAt(offset, `alias of the unknown anchor ${showName(node.source)}`);
      if (ancestors.includes(target)) failAt(offset, `the anchor ${showName(node.source)} contains itself`);
    },
  });
}

function checkKeys(map: YAMLMap, failAt: FailAt): void {
  const seen = new Set<string>();
  for (const { key } of map.items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    if (seen.has(name)) failAt(startOf(key), `the key ${showName(name)} is given twice`);
    seen.add(name);
  }
}

function plainValue(document: YamlDocument, failAt: FailAt): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    if (error instanceof ReferenceError) failAt(0, `aliases multiply the text more than ${MAX_ALIASES} times`);
    throw error;
  }
}

/** Where a problem is; a missing value is where the mapping or list begins that misses it. */
function offsetOf(document: YamlDocument, { path, key }: Pick<Problem, 'path' | 'key'>): number {
  let node: unknown = document.contents;
  for (const step of path) {
    const child = childOf(document, node, step)?.value;
    if (child === undefined || child === null) break;
    node = child;
  }
  const keyNode = key === undefined ? undefined : childOf(document, node, key)?.key;
  return startOf(keyNode ?? node);
}

function childOf(
  document: YamlDocument,
  node: unknown,
  step: PropertyKey,
): { key?: unknown; value: unknown } | undefined {
  const container = isAlias(node) ? node.resolve(document) : node;
  if (isSeq(container)) return { value: container.items[Number(step)] };
  if (!isMap(container)) return undefined;
  return container.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
}

function startOf(node: unknown): number {
  return (node as Partial<Node> | null)?.range?.[0] ?? 0;
}

function placeOf(text: string, file: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { file, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
