import { InputError, type Place } from '../../core/input/input-error.js';
import { allowedNames } from '../../core/input/nearest.js';
import { showName } from '../../core/input/show.js';
import { divisionProblem } from '../../nn/folding.js';
import { isMatrixLayer, type MatrixLayer } from '../../nn/network.js';
import { type Overlay, requireFitting } from '../overlay.js';
import { layerMacros, macroPrefix } from './hls-macros.js';
import { type FoldingContext, withFoldings } from './with-foldings.js';

/** A definition and where its value stands. */
interface Definition {
  readonly value: number;
  readonly place: Place;
}

const MAX_CHARACTERS = 2 ** 20;

/**
 * Reads BNN-PYNQ's layer configuration header for a network: PE and SIMD of every layer; all other macros that it has must
 * be those of the network in that folding. Streams are not in the header: they are as in the usual overlay.
 * @param file name of the text in messages
 * @throws InputError for the first problem, at its line and column
 */
export function parseHlsConfig(text: string, file: string, context: FoldingContext): Overlay {
  if (text.length > MAX_CHARACTERS) {
    throw new InputError(`${text.length} characters, allowed: at most ${MAX_CHARACTERS}`, { file });
  }
  const layers = context.network.layers.filter(isMatrixLayer);
  const definitions = readDefinitions(text, file, layers.length);
  const foldings = layers.map((layer, index) => {
    const lanes = (name: string, size: string, total: number) => {
      const macro = `${macroPrefix(index)}${name}`;
      const found = definitions.get(macro);
      if (found === undefined) throw new InputError(`no folding of layer ${layer.name}: ${macro} is missing`, { file });
      const problem = divisionProblem(macro, found.value, size, total);
      if (problem !== undefined) throw new InputError(problem, found.place);
      return found.value;
    };
    const folding = { pe: lanes('PE', 'MH', layer.mh), simd: lanes('SIMD', 'MW', layer.mw) };
    checkMacros(definitions, layer, index, layerMacros(layer, folding));
    return folding;
  });
  const { overlay } = withFoldings(context, foldings, `BNN-PYNQ configuration ${file}`);
  requireFitting(overlay, context.network);
  return overlay;
}

/** The macros of layers. Other lines of a header are its own affair. */
function readDefinitions(text: string, file: string, layers: number): Map<string, Definition> {
  const definitions = new Map<string, Definition>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const match = /^\s*#\s*define\s+(L(\d{1,9})_(\w+))(?:\s+(.*))?$/.exec(line);
    if (match === null) continue;
    const [, macro, layer, , rest = ''] = match;
    const body = withoutComment(rest);
    const place = { file, line: index + 1, column: line.indexOf(macro) + 1 };
    if (Number(layer) >= layers) {
      throw new InputError(`${showName(macro)}: the network has ${layers} layers with a matrix, counted from 0`, place);
    }
    if (definitions.has(macro)) throw new InputError(`${showName(macro)} is defined twice`, place);
    if (!/^\d{1,9}$/.test(body)) {
      throw new InputError(`${showName(macro)}: found ${showName(body)}, expected a whole number`, place);
    }
    definitions.set(macro, { value: Number(body), place });
  }
  return definitions;
}

function withoutComment(text: string): string {
  return text.split(/\/[/*]/)[0].trim();
}

function checkMacros(
  definitions: ReadonlyMap<string, Definition>,
  layer: MatrixLayer,
  index: number,
  expected: Readonly<Record<string, number>>,
): void {
  const prefix = macroPrefix(index);
  for (const [macro, { value, place }] of definitions) {
    if (!macro.startsWith(prefix)) continue;
    const name = macro.slice(prefix.length);
    if (!Object.hasOwn(expected, name)) {
      const macros = Object.keys(expected).map((key) => `${prefix}${key}`);
      throw new InputError(`unknown macro ${showName(macro)} of a ${layer.op}, ${allowedNames(macro, macros)}`, place);
    }
    if (value === expected[name]) continue;
    throw new InputError(`${macro}: found ${value}, allowed: ${expected[name]}, as layer ${layer.name} has`, place);
  }
}
