import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readBytes } from '../core/input/file.js';
import { InputError } from '../core/input/input-error.js';
import { readNpy } from '../nn/data/npy.js';
import type { Picture } from '../nn/data/picture.js';
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
import { readSoftwareFiles } from './software-files.js';

/** The layers of a network that run in software before the first offloaded one: from a picture to its codes. */
export type Front = (picture: Picture) => CodeMap;

/** Name of the layer in front of the offloaded ones, in either network. */
export const FRONT_LAYER = 'conv0';

/** Mean picture of ILSVRC, beside the parameters of DoReFaNet. */
const MEAN = 'ilsvrc_pp_mean.npy';

const FRONTS: Readonly<Record<string, (folder: string) => Front>> = {
  dorefanet: (folder) => {
    const mean = join(folder, MEAN);
    const arrays = loadArrays(dorefanetArrays(folder), DOREFANET_FRONT_ARRAYS, 'dorefanet-');
    const front = dorefanetFront(arrays, { array: readNpy(readBytes(mean), mean), file: mean });
    return (picture) => dorefanetInput(picture, front);
  },
  'tinier-yolo': (folder) => {
    const front = tinierYoloFront(loadArrays(folder, TINIER_YOLO_FRONT_ARRAYS, 'tinier-yolo-'));
    return (picture) => tinierYoloInput(picture, front);
  },
};

/** The folder, for an .npy file for each array, or the original's one file of all of them where the first is not there. */
function dorefanetArrays(folder: string): string {
  const all = join(folder, 'dorefanet-conv0.npy');
  return !existsSync(join(folder, 'dorefanet-conv0-W.npy')) && existsSync(all) ? all : folder;
}

/**
 * Loads the layers in front of the offloaded ones.
 * @param software folder with their parameters: `dorefanet-conv0-W.npy` and `dorefanet-conv0-T.npy`, or the original's
 *   `dorefanet-conv0.npy`, with `ilsvrc_pp_mean.npy`; or `tinier-yolo-conv0-W.npy` and `tinier-yolo-conv0-bias.npy`
 * @throws InputError where the network has no such layers, or their parameters are missing or do not fit
 */
export function loadFront({ name, input }: Network, software: string | undefined): Front {
  if (!Object.hasOwn(FRONTS, name)) throw new InputError(`${name} takes feature maps of codes, found a picture`);
  if (software === undefined) {
    throw new InputError(`${name} takes a picture only with the first layer's parameters: give --software <folder>`);
  }
  const front = readSoftwareFiles(() => FRONTS[name](software));
  return (picture) => {
    const map = front(picture);
    const [found, expected] = [[map.height, map.width, map.channels].join(' x '), input.shape.join(' x ')];
    if (found === expected) return map;
    throw new InputError(`the first layer gives ${found}, ${name} takes ${expected}`, { file: software });
  };
}
