import type { z } from 'zod';
import { InputError } from './input-error.js';
import { describeIssue, firstProblem, problemSentence } from './schema-issue.js';
import { parseYaml } from './yaml.js';

const MAX_CHARACTERS = 2 ** 25;
/** Longest text in which the line and the column of a problem are looked for, which takes some seconds. */
const MAX_SEARCHED = 2 ** 22;

/**
 * The value of a JSON text that a program wrote, which may be long, checked against a schema.
 * @param file name of the text in messages
 * @throws InputError for the first problem, at its line and column unless the text is longer than 4 million characters
 */
export function parseJson<T>(text: string, file: string, schema: z.ZodType<T>): T {
  if (text.length > MAX_CHARACTERS) {
    throw new InputError(`${text.length} characters, allowed: at most ${MAX_CHARACTERS}`, { file });
  }
  const parsed = tryJson(text);
  const result = schema.safeParse(parsed.value, { error: describeIssue });
  if (parsed.valid && result.success) return result.data;
  if (text.length <= MAX_SEARCHED) return parseYaml(text, file, schema, MAX_SEARCHED);
  const problem = parsed.valid ? problemSentence(firstProblem(result.error!.issues)) : 'not valid JSON';
  throw new InputError(problem, { file });
}

function tryJson(text: string): { readonly valid: boolean; readonly value: unknown } {
  try {
    return { valid: true, value: JSON.parse(text) };
  } catch {
    return { valid: false, value: undefined };
  }
}
