import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readText } from '../core/input/file.js';
import { InputError } from '../core/input/input-error.js';
import type { Network } from '../nn/network.js';
import {
  type CodeMap,
  type Detection,
  DOREFANET_BACK_ARRAYS,
  dorefanetBack,
  dorefanetProbabilities,
  loadArrays,
  type Prediction,
  parseClasses,
  TINIER_YOLO_BACK_ARRAYS,
  tinierYoloBack,
  tinierYoloDetections,
  topClasses,
} from '../nn/software/index.js';
import type { PhotoSize } from './job.js';
import { readSoftwareFiles } from './software-files.js';

/** The fully connected layers behind the offloaded ones: from codes to the most probable classes, five by default. */
export type ClassBack = (map: CodeMap, count?: number) => Prediction[];

/**
 * The convolution and the region layer behind the offloaded ones: from codes to the objects in a picture of this size, by
 * default that which the network sees.
 */
export type DetectionBack = (map: CodeMap, picture?: PhotoSize) => Detection[];

/** Where the parameters of the layers behind the offloaded ones are. */
export interface BackFiles {
  /** Folder with the names of the classes, and with `tinier-yolo-conv8-*.npy`. Default: that of `fc`. */
  readonly software?: string;
  /** Fully connected layers: a pickled dict of arrays, or a folder of .npy files (`fc0-Wn.npy`). */
  readonly fc?: string;
}

const CLASSIFIER = 'dorefanet';
const DETECTOR = 'tinier-yolo';
const CLASSES = 'imagenet-classes.json';
/** What the names of the detector's files begin with. */
const PREFIX = 'tinier-yolo-';

type TinierYoloBack = ReturnType<typeof tinierYoloBack>;

/**
 * Loads the fully connected layers of DoReFaNet and the names of its classes.
 * @throws InputError for another network, and where parameters or names are missing or do not fit
 */
export function loadClassBack({ name }: Network, { fc, software }: BackFiles): ClassBack {
  if (name !== CLASSIFIER) throw new InputError(`${name} has no fully connected layers behind, only ${CLASSIFIER} has`);
  if (fc === undefined) {
    const arrays = DOREFANET_BACK_ARRAYS.join(', ');
    throw new InputError(`classes need the parameters of the fully connected layers (${arrays}): give --fc <file|dir>`);
  }
  const back = dorefanetBack(loadArrays(fc, DOREFANET_BACK_ARRAYS));
  const names = join(software ?? dirname(fc), CLASSES);
  const classes = readSoftwareFiles(() => parseClasses(readText(names), names));
  return ({ codes }, count) => topClasses(dorefanetProbabilities(codes, back), classes, count);
}

/**
 * Loads the last convolution of Tinier-YOLO.
 * @throws InputError for another network, and where parameters are missing or do not fit
 */
export function loadDetectionBack({ name }: Network, { software }: BackFiles): DetectionBack {
  if (name !== DETECTOR) throw new InputError(`${name} finds no objects, only ${DETECTOR} does`);
  if (software === undefined)
    throw new InputError("objects need the last layer's parameters: give --software <folder>");
  return detectionBack(loadConv8(software));
}

/**
 * As `loadDetectionBack`, where nobody asked for objects: undefined for another network, and where no parameters that fit the
 * last offloaded layer lie in the folder.
 * @throws InputError where they lie there but cannot be used
 */
export function findDetectionBack({ name, layers }: Network, software: string): DetectionBack | undefined {
  if (name !== DETECTOR || !existsSync(join(software, `${PREFIX}conv8-W.npy`))) return undefined;
  const conv8 = loadConv8(software);
  const [, , channels] = layers[layers.length - 1].outputShape;
  return channels === conv8.inputChannels ? detectionBack(conv8) : undefined;
}

function loadConv8(software: string): TinierYoloBack {
  return tinierYoloBack(readSoftwareFiles(() => loadArrays(software, TINIER_YOLO_BACK_ARRAYS, PREFIX)));
}

function detectionBack(conv8: TinierYoloBack): DetectionBack {
  return (map, picture) => tinierYoloDetections(map, conv8, picture);
}
