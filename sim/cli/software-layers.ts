import { existsSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { requireFolder } from '../core/input/folder.js';
import { InputError } from '../core/input/input-error.js';
import { showName } from '../core/input/show.js';
import { writeFileWhole } from '../core/input/write-file.js';
import type { Pictures } from '../drivers/job.js';
import {
  type ClassBack,
  type DetectionBack,
  findDetectionBack,
  loadClassBack,
  loadDetectionBack,
} from '../drivers/offload-back.js';
import { loadPicture } from '../drivers/picture-files.js';
import type { Network } from '../nn/network.js';
import { type CodeMap, type Detection, drawDetections, type Prediction, writePng } from '../nn/software/index.js';
import { type OutputOptions, say } from './output.js';

/** Options for the layers that run in software before and behind the offloaded ones, and those that these depend on. */
export interface SoftwareOptions extends OutputOptions {
  readonly software?: string;
  readonly fc?: string;
  readonly boxes?: string;
  readonly params?: string;
  readonly input?: readonly string[];
  readonly timingOnly?: boolean;
  readonly predictions?: boolean;
}

/** What software makes of the last feature maps. */
export interface Interpretation {
  /** For the JSON record. */
  readonly record: {
    /** The most probable class of each image. */
    readonly predictions?: readonly number[];
    /** The most probable classes of each image. */
    readonly topClasses?: readonly (readonly Omit<Prediction, 'synset'>[])[];
    /** The objects in each image, with boxes in the pixels of its photo, or in those that the network sees. */
    readonly detections?: readonly (readonly Detection[])[];
  };
  /** For people. */
  readonly lines: readonly string[];
}

/** Software behind the offloaded layers. */
type Back = (maps: readonly CodeMap[]) => Promise<Interpretation>;

/** Adds the options for the layers in software. */
export function withSoftwareOptions(command: Command): Command {
  return command
    .option(
      '--software <dir>',
      'parameters of the layers that run in software (default: the folder of --params); with those of the last one Tinier-YOLO tells objects',
    )
    .option(
      '--fc <file|dir>',
      'parameters of fully connected layers: DoReFaNet then tells the five most probable classes',
    )
    .option('--boxes <file.png>', 'draw the objects that were found on the input photo');
}

/** The folder with the parameters of the layers in software. */
export function softwareFolder({ software, params }: SoftwareOptions): string | undefined {
  return software ?? (params === undefined ? undefined : dirname(params));
}

/**
 * Loads the layers behind the offloaded ones: those that the options ask for, and those of which objects can be told because
 * their parameters are there.
 * @param photos the photos behind the feature maps that run
 * @throws InputError where the network has none that is asked for, or what it needs is missing
 */
export async function chooseBack(
  network: Network,
  options: SoftwareOptions,
  photos: Pictures['photos'],
): Promise<Back | undefined> {
  const { software, fc, boxes, timingOnly, predictions } = options;
  const asked = fc !== undefined ? '--fc' : boxes !== undefined ? '--boxes' : undefined;
  if (fc !== undefined && boxes !== undefined) throw new InputError('--fc and --boxes are for different networks');
  if (asked !== undefined && timingOnly === true) throw new InputError(`${asked} needs values, so no --timing-only`);
  if (software !== undefined) requireFolder(software);
  if (timingOnly === true) return undefined;
  if (fc !== undefined) return classBack(loadClassBack(network, { ...filesOf(options), fc }));
  if (predictions === true && network.classRule === 'none') {
    say(options, `--predictions: ${network.name} gives feature maps, no classes; those of DoReFaNet come with --fc`);
  }
  return loadDetection(network, options, photos);
}

async function loadDetection(
  network: Network,
  options: SoftwareOptions,
  photos: Pictures['photos'],
): Promise<Back | undefined> {
  const { boxes, input = [] } = options;
  const folder = softwareFolder(options);
  if (boxes === undefined) {
    const back = folder === undefined ? undefined : findDetectionBack(network, folder);
    return back && detectionBack(back, photos);
  }
  const back = loadDetectionBack(network, filesOf(options));
  if (input.length !== 1) throw new InputError(`--boxes draws on one photo, found ${input.length} files of --input`);
  const picture = await loadPicture(input[0]);
  requireNewPng(boxes, input[0]);
  return detectionBack(back, photos, ([detections]) =>
    writeFileWhole(boxes, writePng(drawDetections(picture, detections))),
  );
}

function filesOf(options: SoftwareOptions): { readonly software?: string } {
  const software = softwareFolder(options);
  return software === undefined ? {} : { software };
}

/** @throws InputError for a file that is not named as PNG files are, or that is the photo itself */
function requireNewPng(file: string, photo: string): void {
  if (!/\.png$/i.test(file))
    throw new InputError(`--boxes writes PNG, found ${showName(file)}, allowed: names that end in .png`);
  if (existsSync(file) && realpathSync(file) === realpathSync(photo)) {
    throw new InputError('--boxes would replace the photo that --input names', { file });
  }
}

function classBack(back: ClassBack): Back {
  return async (maps) => {
    const topClasses = maps.map((map) => back(map));
    return {
      record: { predictions: topClasses.map(([best]) => best.index), topClasses },
      lines: topClasses.map((classes, image) =>
        lineOf(
          image,
          classes,
          ({ label, probability }) => `${label.split(',')[0]} ${(100 * probability).toFixed(2)} %`,
        ),
      ),
    };
  };
}

/** @param draw draws what was found */
function detectionBack(
  back: DetectionBack,
  photos: Pictures['photos'],
  draw?: (detections: readonly Detection[][]) => Promise<void>,
): Back {
  return async (maps) => {
    const detections = maps.map((map, image) => back(map, photos?.[image] ?? undefined));
    await draw?.(detections);
    return {
      record: { detections },
      lines: detections.map((found, image) =>
        lineOf(image, found, ({ label, score }) => `${label} ${(100 * score).toFixed(0)} %`),
      ),
    };
  };
}

function lineOf<Seen>(image: number, seen: readonly Seen[], show: (each: Seen) => string): string {
  return `image ${image + 1}: ${seen.map(show).join(', ') || 'nothing found'}`;
}
