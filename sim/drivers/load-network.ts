import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { readText } from '../core/input/file.js';
import { InputError } from '../core/input/input-error.js';
import { allowedNames } from '../core/input/nearest.js';
import { parseYaml, placeInYaml } from '../core/input/yaml.js';
import { offloadOverlays } from '../fabric/index.js';
import { loadNamedNetwork } from '../nn/catalog.js';
import type { Network, ParameterFiles } from '../nn/network.js';
import { parseTopology, type Topology } from '../nn/topology/topology.js';

/** What tells a layers file of QNN-MO-PYNQ from a network file. */
const kind = z.looseObject({ schema: z.string().optional(), network: z.string().optional() });

/**
 * A network by its name, its file, or a layers file of QNN-MO-PYNQ (.json), of which it is the offloaded part; it then tells
 * where its parameters lie.
 * @throws InputError for an unknown name, a file that cannot be used, or layers for which no engine was built
 */
export function loadAnyNetwork(nameOrFile: string): Network {
  if (!nameOrFile.endsWith('.json')) return loadNamedNetwork(nameOrFile);
  const text = readText(nameOrFile);
  const { schema, network } = parseYaml(text, nameOrFile, kind);
  if (schema !== undefined || network === undefined) return loadNamedNetwork(nameOrFile);
  const overlays = offloadOverlays();
  const overlay = overlays.find(({ networks }) => networks.includes(network));
  if (overlay !== undefined) {
    const topology = parseTopology(text, nameOrFile, overlay);
    return { ...topology.network, parameterFiles: parameterFilesOf(topology, text, nameOrFile) };
  }
  const known = overlays.flatMap(({ networks }) => networks);
  throw new InputError(`no engine is known for the network ${network}, ${allowedNames(network, known)}`, {
    file: nameOrFile,
  });
}

/** The parameters that a layers file names, absolute or relative to its folder: a folder, or an archive of that name. */
function parameterFilesOf({ files, firstIndex }: Topology, text: string, file: string): ParameterFiles {
  const { parameters } = files;
  if (parameters === undefined) return { firstIndex };
  const named = isAbsolute(parameters) ? parameters : join(dirname(file), parameters);
  const tried = [named, `${named}.tar`];
  const path = tried.find((candidate) => existsSync(candidate));
  if (path !== undefined) return { path, firstIndex };
  return { missing: { place: placeInYaml(text, file, ['binparam']), tried }, firstIndex };
}

/**
 * The error for a network whose values are wanted, and which has no weights.
 * @param wanted what to give instead
 */
export function noWeights({ name, parameterFiles }: Network, wanted: string): InputError {
  const missing = parameterFiles?.missing;
  if (missing === undefined) return new InputError(`${name} has no weights: ${wanted}`);
  return new InputError(`binparam: neither ${missing.tried.join(' nor ')} is there: ${wanted}`, missing.place);
}
