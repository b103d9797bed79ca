import { join } from 'node:path';
import { readText } from '../core/input/file.js';
import { makeFolders } from '../core/input/folder.js';
import { InputError } from '../core/input/input-error.js';
import { allowedNames } from '../core/input/nearest.js';
import { writeFileWhole } from '../core/input/write-file.js';
import type { DpuBoard } from '../dpu/index.js';
import { networkFile } from '../nn/catalog.js';
import { floatTensors } from '../nn/float-parameters.js';
import { hasParameters, isFloatLayer, isIntegerMatrixLayer, type Network } from '../nn/network.js';
import { writeQcf } from '../nn/parameters/qcf.js';
import { writeQci } from '../nn/parameters/qci.js';
import { findChannels } from '../nn/prune/channel-groups.js';
import { type PruneFindings, pruneFindings, type TakenStep } from '../nn/prune/findings.js';
import { type Pruned, prune, pruneLike } from '../nn/prune/prune.js';
import { prunedFile } from '../nn/prune/pruned-file.js';
import { PROFILES, profileOf, type Sensitivities, type SensitivityProfile } from '../nn/prune/sensitivity.js';
import { parseSensitivities } from '../nn/prune/sensitivity-file.js';
import { applicationRates } from './application-rates.js';

export interface PruneNetworkOptions {
  /** Part of the operations that is removed, above 0 and below 1; or a network of whose groups as many channels shall stay. */
  readonly target: number | Network;
  readonly multiple: number;
  /** Name of a profile, or a file; see `loadSensitivities`. */
  readonly sensitivity?: string;
  /** Steps on the way, each of which removes as much again. */
  readonly steps: number;
  /** Folder for the pruned network, made where it is not there; without, nothing is written. */
  readonly out?: string;
  /** Name of the pruned network. Default: that of the network with `-pruned`. */
  readonly name?: string;
  /** A board with a DPU that is asked what pruning gains there, with so many host threads. */
  readonly gain?: { readonly board: DpuBoard; readonly threads: number };
}

/** What was pruned, and what that gains on a board where one was asked. */
export interface PruneRecord extends PruneFindings {
  readonly gain?: BoardGain;
}

/** Frames a second on a board with a DPU. */
export interface BoardGain {
  readonly board: string;
  readonly threads: number;
  readonly framesPerSecond: { readonly before: number; readonly after: number };
}

/**
 * Prunes a network (docs/pruning.md), and writes it as a file with its weights where it has some; of several steps each.
 * @param nameOrFile of the network, as the network was loaded
 * @throws InputError where it cannot be pruned so far, a file cannot be used or written, or the board cannot run it
 */
export async function pruneNetwork(
  nameOrFile: string,
  network: Network,
  options: PruneNetworkOptions,
): Promise<PruneRecord> {
  const { multiple, out, gain } = options;
  const { taken, measure } = takeSteps(network, options);
  const pruned = taken[taken.length - 1].pruned.network;
  const gained = gain === undefined ? {} : { gain: gainOn(network, pruned, gain) };
  const files: string[] = [];
  if (out !== undefined) {
    makeFolders(out);
    const text = readText(networkFile(nameOrFile));
    for (const step of taken) files.push(...(await writePruned(text, network, step, out)));
  }
  return { ...pruneFindings(network, taken, { multiple, sensitivity: measure, files }), ...gained };
}

function gainOn(before: Network, after: Network, { board, threads }: Required<PruneNetworkOptions>['gain']): BoardGain {
  const rateOf = (network: Network) => applicationRates(network, board, [threads])[0];
  return { board: board.name, threads, framesPerSecond: { before: rateOf(before), after: rateOf(after) } };
}

function takeSteps(
  network: Network,
  { target, multiple, sensitivity, steps, name = `${network.name}-pruned` }: PruneNetworkOptions,
): { readonly taken: readonly TakenStep[]; readonly measure: string } {
  const named = (pruned: Pruned, own: string): Pruned => ({ ...pruned, network: { ...pruned.network, name: own } });
  if (typeof target !== 'number') {
    const pruned = named(pruneLike(network, target), name);
    return {
      taken: [{ ratio: pruned.reduction, pruned }],
      measure: `not asked for: channels are as many as those of ${target.name}`,
    };
  }
  const sensitivities = loadSensitivities(sensitivity, network);
  const taken = Array.from({ length: steps }, (_, index): TakenStep => {
    const ratio = (target * (index + 1)) / steps;
    const pruned = prune(network, { ratio, multiple, sensitivities });
    return { ratio, pruned: named(pruned, index + 1 === steps ? name : `${name}-step${index + 1}`) };
  });
  return { taken, measure: sensitivities.measure };
}

/**
 * How sensitive the groups of channels of a network are.
 * @param given name of a profile, or a file (qcycle.sensitivity/1). Default: `norms` where there are weights, else `synthetic`
 * @throws InputError for an unknown name, or a file that cannot be used
 */
export function loadSensitivities(given: string | undefined, network: Network): Sensitivities {
  const chosen = given ?? (hasParameters(network) ? 'norms' : 'synthetic');
  if (isProfile(chosen)) return profileOf(chosen, network, findChannels(network));
  if (/[/\\.]/.test(chosen)) return parseSensitivities(readText(chosen), chosen);
  throw new InputError(`unknown sensitivity ${chosen}, ${allowedNames(chosen, PROFILES)}, or a file`);
}

function isProfile(name: string): name is SensitivityProfile {
  return (PROFILES as readonly string[]).includes(name);
}

async function writePruned(text: string, before: Network, { pruned }: TakenStep, out: string): Promise<string[]> {
  const { network } = pruned;
  const parameters = parameterFile(network);
  const yaml = prunedFile(text, before, pruned, parameters?.name);
  const files = [join(out, `${network.name}.yaml`)];
  await writeFileWhole(files[0], yaml);
  if (parameters !== undefined) {
    files.push(join(out, parameters.name));
    await writeFileWhole(files[1], parameters.bytes);
  }
  return files;
}

/** Weights as 32-bit numbers, or the integers that they are; undefined where there are none. */
function parameterFile(network: Network): { readonly name: string; readonly bytes: Uint8Array } | undefined {
  if (!hasParameters(network)) return undefined;
  if (network.layers.some(isFloatLayer)) {
    const tensors = floatTensors(network).map(({ numbers }) => numbers);
    return { name: `${network.name}.qcf`, bytes: writeQcf(tensors, 32) };
  }
  const parameters = network.layers.filter(isIntegerMatrixLayer).map((layer) => layer.parameters!);
  return { name: `${network.name}.qci`, bytes: writeQci(parameters) };
}
