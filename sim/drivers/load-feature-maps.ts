import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readBytes } from '../core/input/file.js';
import { InputError } from '../core/input/input-error.js';
import { type OffloadOverlay, offloadOverlayFor } from '../fabric/index.js';
import { readFeatureMaps } from '../nn/data/feature-map.js';
import { readNpy } from '../nn/data/npy.js';
import type { Picture } from '../nn/data/picture.js';
import { isPicture, readPicture } from '../nn/data/read-picture.js';
import type { Network } from '../nn/network.js';
import {
  type CodeMap,
  DOREFANET_FRONT_ARRAYS,
  dorefanetFront,
  dorefanetInput,
  loadArrays,
  TINIER_YOLO_FRONT_ARRAYS,
  tinierYoloFront,
  tinierYoloInput,
} from '../nn/software/index.js';

/** The layers of a network that run in software before the first offloaded one: from a picture to its codes. */
type Front = (picture: Picture) => CodeMap;

/** Mean picture of ILSVRC, beside the parameters of DoReFaNet. */
const MEAN = 'ilsvrc_pp_mean.npy';

const FRONTS: Readonly<Record<string, (folder: string) => Front>> = {
  dorefanet: (folder) => {
    const mean = join(folder, MEAN);
    const arrays = loadArrays(folder, DOREFANET_FRONT_ARRAYS, 'dorefanet-');
    const front = dorefanetFront(arrays, { array: readNpy(readBytes(mean), mean), file: mean });
    return (picture) => dorefanetInput(picture, front);
  },
  'tinier-yolo': (folder) => {
    const front = tinierYoloFront(loadArrays(folder, TINIER_YOLO_FRONT_ARRAYS, 'tinier-yolo-'));
    return (picture) => tinierYoloInput(picture, front);
  },
};

/**
 * The codes that the first offloaded layer of a network reads: from a feature map (.npy, or packed as the engine's memory
 * holds it), or from a PNG or JPEG through the layers in software.
 * @param software folder with the parameters of these layers
 * @throws InputError where the file or the parameters cannot be used, or there are none
 */
export async function loadFeatureMaps(
  network: Network,
  bytes: Uint8Array,
  file: string,
  software: string | undefined,
): Promise<Uint8Array> {
  if (isPicture(bytes)) return runFront(network, await readPicture(bytes, file), file, software);
  const { shape, type } = network.input;
  const overlay = offloadOverlayFor(network);
  const pixelBytes = overlay === undefined ? Math.ceil((shape[2] * type.bits) / 8) : memoryBytesOfPixel(overlay);
  return readFeatureMaps(bytes, file, { shape, bits: type.bits, pixelBytes });
}

function memoryBytesOfPixel({ activationBits, maxInputChannels }: OffloadOverlay): number {
  return (activationBits * maxInputChannels) / 8;
}

function runFront({ name, input }: Network, picture: Picture, file: string, software: string | undefined): Uint8Array {
  if (!Object.hasOwn(FRONTS, name)) throw new InputError(`a picture, ${name} takes a feature map of codes`, { file });
  if (software === undefined || !existsSync(software)) {
    throw new InputError(`a picture needs the first layer's parameters: give --software <folder>`, { file });
  }
  const { height, width, channels, codes } = FRONTS[name](software)(picture);
  const [found, expected] = [[height, width, channels].join(' x '), input.shape.join(' x ')];
  if (found !== expected) throw new InputError(`the first layer gives ${found}, ${name} takes ${expected}`, { file });
  return codes;
}
