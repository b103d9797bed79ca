import { dirname } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../core/input/input-error.js';
import { writeFileWhole } from '../core/input/write-file.js';
import { loadClassBack, loadDetectionBack } from '../drivers/offload-back.js';
import { loadPicture } from '../drivers/picture-files.js';
import type { Network } from '../nn/network.js';
import { type CodeMap, type Detection, drawDetections, type Prediction, writePng } from '../nn/software/index.js';

/** Options for the layers that run in software before and behind the offloaded ones, and those that these depend on. */
export interface SoftwareOptions {
  readonly software?: string;
  readonly fc?: string;
  readonly boxes?: string;
  readonly params?: string;
  readonly input?: readonly string[];
  readonly timingOnly?: boolean;
}

/** What software makes of the last feature maps. */
export interface Interpretation {
  /** For the JSON record. */
  readonly record: {
    /** The most probable class of each image. */
    readonly predictions?: readonly number[];
    /** The most probable classes of each image. */
    readonly topClasses?: readonly (readonly Prediction[])[];
    /** The objects in each image, with boxes in its pixels. */
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
    .option('--software <dir>', 'parameters of the layers that run in software (default: the folder of --params)')
    .option('--fc <file|dir>', 'parameters of fully connected layers: tells the five most probable classes')
    .option('--boxes <file.png>', 'draws the objects that were found on the input photo');
}

/** The folder with the parameters of the layers in software. */
export function softwareFolder({ software, params }: SoftwareOptions): string | undefined {
  return software ?? (params === undefined ? undefined : dirname(params));
}

/**
 * Loads the layers behind the offloaded ones that the options ask for.
 * @throws InputError where the network has none of them, or what they need is missing
 */
export async function chooseBack(network: Network, options: SoftwareOptions): Promise<Back | undefined> {
  const { fc, boxes, input = [], timingOnly } = options;
  const asked = fc !== undefined ? '--fc' : boxes !== undefined ? '--boxes' : undefined;
  if (asked === undefined) return undefined;
  if (fc !== undefined && boxes !== undefined) throw new InputError('--fc and --boxes are for different networks');
  if (timingOnly === true) throw new InputError(`${asked} needs values, so no --timing-only`);
  const software = softwareFolder(options);
  const files = software === undefined ? {} : { software };
  if (fc !== undefined) return classBack(network, { ...files, fc });
  if (input.length === 1) return detectionBack(network, files, input[0], boxes!);
  throw new InputError(`--boxes draws on one photo, found ${input.length} files of --input`);
}

function classBack(network: Network, files: { readonly software?: string; readonly fc: string }): Back {
  const back = loadClassBack(network, files);
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

async function detectionBack(
  network: Network,
  files: { readonly software?: string },
  photo: string,
  file: string,
): Promise<Back> {
  const back = loadDetectionBack(network, files);
  const picture = await loadPicture(photo);
  return async ([map]) => {
    const detections = back(map, picture);
    await writeFileWhole(file, writePng(drawDetections(picture, detections)));
    return {
      record: { detections: [detections] },
      lines: [lineOf(0, detections, ({ label, score }) => `${label} ${(100 * score).toFixed(0)} %`)],
    };
  };
}

function lineOf<Seen>(image: number, seen: readonly Seen[], show: (each: Seen) => string): string {
  return `image ${image + 1}: ${seen.map(show).join(', ') || 'nothing found'}`;
}
