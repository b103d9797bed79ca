import type { z } from 'zod';
import { allowedNames } from './nearest.js';
import { showName, showValue } from './show.js';

/** What is wrong, and where in the value. `key` is set where it is a key, not its value, that is wrong. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly key?: string;
  readonly message: string;
}

const KINDS: Record<string, string> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'a mapping',
  record: 'a mapping',
  string: 'text',
  tuple: 'a list',
};

/** Error map for zod: what was found and what is allowed. Undefined leaves an issue to zod's own words. */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  const found = describeFound(issue.input);
  switch (issue.code) {
    case 'invalid_type':
      return `${found}, expected ${kindName(issue.expected)}`;
    case 'invalid_value':
      return `${found}, ${allowedValues(issue.input, issue.values)}`;
    case 'too_small':
      return `${found}, allowed: ${measure(issue.origin)}${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`;
    case 'too_big':
      return `${found}, allowed: ${measure(issue.origin)}${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`;
    case 'unrecognized_keys':
      return `unknown key ${showName(issue.keys[0])}, ${allowedNames(issue.keys[0], allowedKeys(issue))}`;
    case 'invalid_union':
      return describeUnion(issue);
    default:
      return undefined;
  }
}

/**
 * The one problem to tell the user about. A wrong `schema` comes first, because everything else follows from it; then an
 * unknown key, because a misspelt key also misses. In a union it is the deepest problem of the alternatives whose kind fits.
 */
export function firstProblem(issues: readonly z.core.$ZodIssue[]): Problem {
  const issue =
    issues.find(({ path }) => path[0] === 'schema') ??
    issues.find(({ code }) => code === 'unrecognized_keys') ??
    issues[0];
  const { path, message } = issue;
  if (issue.code === 'unrecognized_keys') return { path, key: issue.keys[0], message };
  if (issue.code !== 'invalid_union') return { path, message };
  const fitting = issue.errors.filter((branch) => !isOtherKind(branch[0])).map(firstProblem);
  if (fitting.length === 0) return { path, message };
  const deepest = fitting.reduce((best, problem) => (problem.path.length > best.path.length ? problem : best));
  return { ...deepest, path: [...path, ...deepest.path] };
}

/** The problem in words, behind the keys that lead to it. */
export function problemSentence({ path, message }: Problem): string {
  const keys = path.map((step) => showName(String(step))).join('.');
  return keys === '' ? message : `${keys}: ${message}`;
}

function isOtherKind(issue: z.core.$ZodIssue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

function kindName(expected: string): string {
  return KINDS[expected] ?? expected;
}

function describeFound(input: unknown): string {
  return input === undefined ? 'missing' : `found ${showValue(input)}`;
}

function allowedValues(input: unknown, values: readonly z.core.util.Primitive[]): string {
  return allowedNames(typeof input === 'string' ? input : '', values.map(String));
}

function measure(origin: string): string {
  return ['string', 'array', 'tuple'].includes(origin) ? 'a length of ' : '';
}

/** The keys of the object schema that raised the issue; zod types the schema of an issue only loosely. */
function allowedKeys(issue: z.core.$ZodRawIssue): string[] {
  const schema = issue.inst as { readonly shape?: object } | undefined;
  return Object.keys(schema?.shape ?? {});
}

function describeUnion(issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>): string {
  if (issue.discriminator !== undefined) {
    const found = (issue.input as Record<string, unknown>)[issue.discriminator];
    return `${describeFound(found)}, ${allowedValues(found, issue.options as z.core.util.Primitive[])}`;
  }
  const kinds = issue.errors.map(([first]) => {
    if (first.code === 'invalid_type') return kindName(first.expected);
    return first.code === 'invalid_value' ? first.values.join(', ') : 'something else';
  });
  return `${describeFound(issue.input)}, expected ${[...new Set(kinds)].join(' or ')}`;
}
