import { z } from 'zod';
import { InputError } from '../../core/input/input-error.js';
import { parseYaml } from '../../core/input/yaml.js';

/** A class of ImageNet. */
export interface ImageClass {
  /** Identifier in WordNet: `n01440764`. */
  readonly synset: string;
  /** Its names, separated by commas. */
  readonly label: string;
}

/** A class that a network sees in a picture. */
export interface Prediction extends ImageClass {
  /** Number of the class, from 0. */
  readonly index: number;
  readonly probability: number;
}

const schema = z
  .array(z.strictObject({ index: z.int().nonnegative(), synset: z.string(), label: z.string() }))
  .min(1)
  .superRefine((classes, context) => {
    const wrong = classes.findIndex(({ index }, position) => index !== position);
    if (wrong < 0) return;
    const message = `found ${classes[wrong].index}, expected ${wrong}: classes are listed in order`;
    context.addIssue({ code: 'custom', path: [wrong, 'index'], message });
  });

/**
 * Reads a list of classes: a JSON list of {index, synset, label}, in order.
 * @throws InputError with line and column, where the text has another form
 */
export function parseClasses(text: string, file: string): ImageClass[] {
  return parseYaml(text, file, schema).map(({ synset, label }) => ({ synset, label }));
}

/**
 * The classes with the largest probabilities, the largest first; of equal ones the lower number.
 * @throws InputError where there are not as many classes as probabilities
 */
export function topClasses(probabilities: Float64Array, classes: readonly ImageClass[], count = 5): Prediction[] {
  if (probabilities.length !== classes.length) {
    throw new InputError(`${classes.length} classes are named, the network tells ${probabilities.length} apart`);
  }
  return classes
    .map((named, index) => ({ index, ...named, probability: probabilities[index] }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, count);
}
