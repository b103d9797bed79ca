import { InputError } from '../../core/input/input-error.js';
import type { Network } from '../network.js';
import { parseNetwork } from '../network-file.js';
import { networkText } from '../network-text.js';
import { MAX_CLASSES } from '../schema-parts.js';
import type { NetworkDraft, PixelOptions } from './network-draft.js';

/** A network from outside: its file, and what goes with it. */
export interface ImportedNetwork {
  /** Text of the network file (qcycle.network/1), which names its parameter file. */
  readonly yaml: string;
  readonly extension: NetworkDraft['extension'];
  /** Bytes of the parameter file. */
  readonly parameters: Uint8Array;
  /** The same network, with its parameters. */
  readonly network: Network;
}

/** Without a range of pixels, that of their type, or of `USUAL_PIXEL_RANGE`. */
export interface ImportOptions extends Partial<PixelOptions> {
  /** Name of the network. */
  readonly name: string;
  /** Part of a photo that is cut out of its middle; see `NetworkInput`. Only of networks of pictures in colour. */
  readonly centralCrop?: number;
}

const COLOURS = 3;

/**
 * The network file of what a model became, and the network.
 * @param source what was imported, as the description of the network has it
 * @param file name of the model in messages
 * @throws InputError where the parts do not fit together
 */
export function importedNetwork(
  { input, output, layers, extension, parameters, attach }: NetworkDraft,
  { name, centralCrop }: ImportOptions,
  source: string,
  file: string,
): ImportedNetwork {
  const { shape } = input;
  const inColour = shape.length === 3 && shape[2] === COLOURS;
  const yaml = networkText({
    schema: 'qcycle.network/1',
    name,
    description: `Imported from ${source}`,
    input: { ...input, ...(inColour && centralCrop !== undefined ? { centralCrop } : {}) },
    ...(output === undefined || output.classes > MAX_CLASSES ? {} : { output }),
    parameters: `${name}.${extension}`,
    layers,
  });
  return { yaml, extension, parameters, network: attach(parseImported(yaml, file), file) };
}

/** The network, as its own file says it; what does not fit together is a problem of the model. */
function parseImported(yaml: string, file: string): Network {
  try {
    return parseNetwork(yaml, file).network;
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`as a network: ${error.problem}`, { file });
    throw error;
  }
}
