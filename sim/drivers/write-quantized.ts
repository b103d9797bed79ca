import { join } from 'node:path';
import { makeFolders } from '../core/input/folder.js';
import { writeFileWhole } from '../core/input/write-file.js';
import { floatNetworkText } from '../nn/float-network-text.js';
import { floatTensors } from '../nn/float-parameters.js';
import type { Network } from '../nn/network.js';
import { writeQcf } from '../nn/parameters/qcf.js';
import { type MinMaxOptions, type QuantizedBits, quantizeMinMax } from '../nn/quantize/min-max-network.js';

export interface WriteQuantizedOptions extends Pick<MinMaxOptions, 'stored'> {
  /** Folder for the files; made where it is not there. */
  readonly out: string;
}

/**
 * Writes a network with min/max quantization: `<name>.yaml` and `<name>.qcf`, whose numbers have 32 bits.
 * @returns the files
 * @throws InputError as `quantizeMinMax` does, or where the files cannot be written
 */
export async function writeQuantized(
  network: Network,
  bits: QuantizedBits,
  { stored = 'real', out }: WriteQuantizedOptions,
): Promise<string[]> {
  const quantized = quantizeMinMax(network, bits, { stored });
  const name = `${network.name}${nameOf(bits)}`;
  makeFolders(out);
  const files = [join(out, `${name}.yaml`), join(out, `${name}.qcf`)];
  await writeFileWhole(files[0], floatNetworkText({ ...quantized, name }, `${name}.qcf`));
  const tensors = floatTensors(quantized).map(({ numbers }) => numbers);
  await writeFileWhole(files[1], writeQcf(tensors, 32));
  return files;
}

/** `-w4i8a4` */
function nameOf({ weights, inputs, activations }: QuantizedBits): string {
  const parts = [weights, inputs, activations].map((bits, index) =>
    bits === undefined ? '' : `${'wia'[index]}${bits}`,
  );
  return `-${parts.join('')}`;
}
