import { Command } from 'commander';
import { InputError } from '../core/input/input-error.js';
import { dpuBoardNames } from '../dpu/index.js';
import { offloadOverlayFor, publishedOverlay } from '../fabric/index.js';
import { gap8BoardNames, gap8LayersOf } from '../gap8/index.js';
import { loadNamedNetwork, networkNames } from '../nn/catalog.js';
import { hasParameters, isIntegerLayer, isIntegerMatrixLayer, layerMacs, type Network } from '../nn/network.js';
import { networkJsonSchema } from '../nn/network-schema.js';
import { type Column, renderTable } from '../report/index.js';
import { type OutputOptions, withOutputOptions, writeResult } from './output.js';

/** What is listed of a network. */
interface Listed {
  readonly name: string;
  readonly description: string;
  readonly layers: number;
  readonly macs: number;
  readonly weights: boolean;
  readonly boards: readonly string[];
}

const COLUMNS: readonly Column<Listed>[] = [
  { name: 'network', align: 'left', cell: ({ name }) => name },
  { name: 'layers', cell: ({ layers }) => String(layers) },
  { name: 'MAC', unit: '/image', cell: ({ macs }) => String(macs) },
  { name: 'weights', align: 'left', cell: ({ weights }) => (weights ? 'shipped' : 'none') },
  { name: 'boards', align: 'left', cell: ({ boards }) => boards.join(', ') },
  { name: 'description', align: 'left', cell: ({ description }) => description },
];

function listed(network: Network): Listed {
  const { name, description, layers } = network;
  return {
    name,
    description,
    layers: layers.length,
    macs: layers.reduce((sum, layer) => sum + layerMacs(layer), 0),
    weights: hasParameters(network),
    boards: boardsOf(network),
  };
}

/** Boards that a network is known to run on. */
function boardsOf(network: Network): readonly string[] {
  if (network.layers.some(isIntegerLayer)) {
    return [...(runsOnGap8(network) ? gap8BoardNames() : []), ...(isInPowersOfTwo(network) ? dpuBoardNames() : [])];
  }
  return (offloadOverlayFor(network) ?? publishedOverlay(network))?.boards ?? [];
}

/** Whether a network has the arithmetic of the DPU. */
function isInPowersOfTwo({ layers }: Network): boolean {
  return layers.filter(isIntegerMatrixLayer).every(({ requantization }) => requantization.rule === 'powerOfTwo');
}

function runsOnGap8(network: Network): boolean {
  try {
    gap8LayersOf(network);
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** `networks`: lists the networks, or prints the JSON Schema of network files. */
export function networksCommand(): Command {
  return withOutputOptions(new Command('networks'))
    .description('list the networks that are shipped')
    .option('--schema', 'print the JSON Schema of network files instead')
    .addHelpText('after', '\nExample:\n  $ qcycle networks --schema > network.schema.json')
    .action(async (options: OutputOptions & { readonly schema?: boolean }) => {
      if (options.schema === true) {
        const schema = networkJsonSchema();
        await writeResult(options, JSON.stringify(schema, null, 2), schema);
        return;
      }
      const networks = networkNames().map(loadNamedNetwork).map(listed);
      await writeResult(options, renderTable(COLUMNS, networks), networks);
    });
}
