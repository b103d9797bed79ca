import { z } from 'zod';
import { allowedNames } from '../../core/input/nearest.js';
import { showName } from '../../core/input/show.js';
import { parseYaml } from '../../core/input/yaml.js';
import { divisionProblem } from '../../nn/folding.js';
import { isMatrixLayer, type MatrixLayer } from '../../nn/network.js';
import type { Overlay } from '../overlay.js';
import { MAX_FIFO_DEPTH, MAX_LANES } from '../overlay-file.js';
import { FINN_OPS, type FinnRole, readNodeName, roleOf } from './finn-nodes.js';
import { type FoldingContext, withFoldings } from './with-foldings.js';

const lanes = z.int().min(1).max(MAX_LANES).optional();

/** What a folding of ours takes of a node; other attributes are FINN's own. */
const attributes = z.looseObject({
  PE: lanes,
  SIMD: lanes,
  depth: z.int().min(1).max(MAX_FIFO_DEPTH).optional(),
  ram_style: z.string().optional(),
});
type Attributes = z.infer<typeof attributes>;

/** For an attribute its value, and the op types that have it, or `all`. */
const defaults = z.record(z.string(), z.tuple([z.unknown(), z.array(z.string())]));

const config = z.object({ Defaults: defaults.default({}) }).catchall(attributes);
type Config = z.infer<typeof config>;

/** A node of the file that is a unit of the pipeline. */
interface Unit {
  readonly name: string;
  readonly attributes: Attributes;
}
type Units = Readonly<Record<FinnRole, ReadonlyMap<number, Unit>>>;
type Fail = (path: readonly string[], message: string) => void;

/**
 * Reads FINN's folding configuration for a network: node names of any of FINN's versions; attributes that a node lacks are
 * those of the defaults. What it does not hold (stream widths, FIFOs that it does not name) is as in the usual overlay.
 * @param file name of the text in messages
 * @throws InputError for the first problem, at its line and column: an unknown node, a layer without a folding, lanes that
 *   do not divide
 */
export function parseFinnFolding(text: string, file: string, context: FoldingContext): Overlay {
  const layers = context.network.layers.filter(isMatrixLayer);
  const fitting = config.superRefine((found, issues) => {
    const fail: Fail = (path, message) => issues.addIssue({ code: 'custom', path: [...path], message });
    checkUnits(unitsOf(found, fail), layers, fail);
  });
  const units = unitsOf(parseYaml(text, file, fitting), () => {});
  const nodes = layers.map((_, index) => units.matrix.get(index)!.attributes);
  const foldings = nodes.map(({ PE, SIMD }) => ({ pe: PE!, simd: SIMD! }));
  const { overlay, fifos } = withFoldings(context, foldings, `FINN folding configuration ${file}`);
  const depths = fifos.flatMap((name, index) => {
    const depth = units.fifo.get(index)?.attributes.depth;
    return depth === undefined ? [] : [[name, depth] as const];
  });
  const lutRam = [
    ...layers.filter((_, index) => nodes[index].ram_style === 'distributed').map(({ name }) => `${name}.weights`),
    ...(overlay.lutRam ?? []).filter((memory) => !memory.endsWith('.weights')),
  ];
  return { ...overlay, fifos: { ...overlay.fifos, ...Object.fromEntries(depths) }, lutRam };
}

/** The nodes that are units of a pipeline, by what they are and their index. */
function unitsOf({ Defaults, ...nodes }: Config, fail: Fail): Units {
  const units = { matrix: new Map<number, Unit>(), window: new Map<number, Unit>(), fifo: new Map<number, Unit>() };
  for (const [name, own] of Object.entries(nodes)) {
    const node = readNodeName(name);
    if (node === undefined) {
      fail(
        [name],
        `unknown node, ${allowedNames(
          name,
          Object.values(FINN_OPS).map(([op]) => `${op}_0`),
        )}`,
      );
    } else if (node.role !== undefined) {
      const other = units[node.role].get(node.index);
      if (other !== undefined) fail([name], `the same node as ${showName(other.name)}`);
      units[node.role].set(node.index, { name, attributes: { ...defaultsFor(node.op, Defaults), ...own } });
    }
  }
  return units;
}

/** Defaults that an op type has, under whichever of its names they are given; values of another kind are left out. */
function defaultsFor(op: string, given: z.infer<typeof defaults>): Attributes {
  const role = roleOf(op);
  const isMeant = (other: string) => other === 'all' || other === op || roleOf(other) === role;
  const meant = Object.entries(given).filter(([, [, ops]]) => ops.some(isMeant));
  return attributes.safeParse(Object.fromEntries(meant.map(([name, [value]]) => [name, value]))).data ?? {};
}

function checkUnits({ matrix, window }: Units, layers: readonly MatrixLayer[], fail: Fail): void {
  const convolutions = layers.filter(({ op }) => op === 'convolution');
  checkCount(matrix, layers.length, 'layers with a matrix', fail);
  checkCount(window, convolutions.length, 'convolutions', fail);
  for (const [index, { name, mw, mh }] of layers.entries()) {
    const unit = matrix.get(index);
    if (unit === undefined) fail([], `no folding of layer ${name}: ${FINN_OPS.matrix[0]}_${index} is missing`);
    else checkLanes(unit, mh, mw, fail);
  }
  for (const [index, { name, attributes }] of window) {
    const layer = layers.indexOf(convolutions[index]);
    const simd = matrix.get(layer)?.attributes.SIMD;
    if (attributes.SIMD === undefined || simd === undefined || attributes.SIMD === simd) continue;
    fail([name, 'SIMD'], `found ${attributes.SIMD}, allowed: ${simd}, as its matrix-vector unit has`);
  }
}

function checkCount(units: ReadonlyMap<number, Unit>, count: number, what: string, fail: Fail): void {
  for (const [index, { name }] of units) {
    if (index >= count) fail([name], `no such node, the network has ${count} ${what}, counted from 0`);
  }
}

function checkLanes({ name, attributes: { PE, SIMD } }: Unit, mh: number, mw: number, fail: Fail): void {
  for (const [key, lanes, size, total] of [['PE', PE, 'MH', mh] as const, ['SIMD', SIMD, 'MW', mw] as const]) {
    if (lanes === undefined) fail([name], `${key} is missing`);
    const problem = lanes === undefined ? undefined : divisionProblem(key, lanes, size, total);
    if (problem !== undefined) fail([name, key], problem);
  }
}
