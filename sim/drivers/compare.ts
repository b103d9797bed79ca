import { InputError } from '../core/input/input-error.js';
import { isSimulated } from '../core/run.js';
import { pixelsPerImage } from '../nn/network.js';
import { getCode, type PackedMatrix } from '../nn/packed-matrix.js';
import { type Device, type DeviceResult, runJob } from './device.js';
import type { Job } from './job.js';
import type { LayerCodes } from './layer-codes.js';

/** Images of a step where layers are compared: both devices compute them, and what they gave is compared before the next step. */
const STEP_IMAGES = 10;
/** Differing images after which the comparison ends. */
const MOST_IMAGES = 10;

/** A pair of the two devices' figures, in their order. */
export type Pair = readonly [number, number];

/** Codes of a layer, or of the output, that differ in one image. */
export interface CodeDifference {
  /** Absent for the outputs as a whole. */
  readonly layer?: string;
  /** How many codes differ, of how many. */
  readonly codes: number;
  readonly of: number;
  /** Where the first one is, in the order of the shape, and both codes. */
  readonly first: { readonly index: number; readonly codes: Pair };
}

/** What differs in one image. */
export interface ImageDifference {
  readonly image: number;
  readonly classes?: Pair;
  /** In the order of the layers, so that the first one is where it began. */
  readonly codes: readonly CodeDifference[];
}

/** Two devices at the same job, and only what differs (schema qcycle.comparison/1). */
export interface Comparison {
  readonly schema: 'qcycle.comparison/1';
  readonly network: string;
  readonly devices: readonly [string, string];
  /** Images that were compared; fewer than asked for where very many differ. */
  readonly images: number;
  /** What both devices tell, so that it was compared: `classes`, `outputs`, `cycles`, and names of layers. */
  readonly compared: readonly string[];
  readonly differences: readonly ImageDifference[];
  /** Layers whose cycles differ, where both devices count them. */
  readonly layerCycles: readonly { readonly layer: string; readonly cycles: Pair }[];
}

/** Whether the two devices gave the same. */
export function agrees({ differences, layerCycles }: Comparison): boolean {
  return differences.length === 0 && layerCycles.length === 0;
}

/**
 * Runs a job on two devices in lock-step, some images at a time, and compares what both of them tell: classes, outputs, codes of the
 * layers, cycles of the layers.
 * @throws InputError where they have nothing in common that could be compared
 */
export async function compareDevices(devices: readonly [Device, Device], job: Job): Promise<Comparison> {
  const [first, second] = await Promise.all(devices.map((device) => device.describe()));
  const layerCodes = first.layerCodes && second.layerCodes && job.pictures !== undefined;
  const most = layerCodes ? STEP_IMAGES : job.images;
  const differences: ImageDifference[] = [];
  let images = 0;
  let step: readonly [DeviceResult, DeviceResult] | undefined;
  while (images < job.images && differences.length < MOST_IMAGES) {
    const part = partOf(job, images, Math.min(most, job.images - images));
    const [a, b] = await Promise.all(devices.map((device) => runJob(device, { ...part, layerCodes })));
    differences.push(...compareImages([a, b], images, part.images));
    images += part.images;
    step = [a, b];
    job.progress?.(images);
  }
  const compared = step === undefined ? [] : whatIsTold(step);
  if (compared.length === 0) throw new InputError(`${first.name} and ${second.name} tell nothing that both know`);
  return {
    schema: 'qcycle.comparison/1',
    network: job.network.name,
    devices: [first.name, second.name],
    images,
    compared,
    differences: differences.slice(0, MOST_IMAGES),
    layerCycles: step === undefined || most < job.images ? [] : compareCycles(step),
  };
}

/** A job of some of the images of another; of the time alone it is the whole one. */
function partOf(job: Job, first: number, images: number): Job {
  const { progress: _, pictures, ...rest } = job;
  if (pictures === undefined) return { ...rest, images };
  const each = pixelsPerImage(job.network.input);
  const { pixels, labels } = pictures;
  const part = {
    pixels: pixels.subarray(first * each, (first + images) * each),
    ...(labels === undefined ? {} : { labels: labels.subarray(first, first + images) }),
  };
  return { ...rest, images, pictures: part };
}

function whatIsTold([a, b]: readonly [DeviceResult, DeviceResult]): string[] {
  return [
    ...(a.run.predictions !== undefined && b.run.predictions !== undefined ? ['classes'] : []),
    ...(a.outputs !== null && b.outputs !== null ? ['outputs'] : []),
    ...commonLayers(a, b).map(([{ name }]) => name),
    ...(cyclesOfLayers(a, b).length > 0 ? ['cycles'] : []),
  ];
}

function commonLayers(a: DeviceResult, b: DeviceResult): (readonly [LayerCodes, LayerCodes])[] {
  const others = new Map(b.layerCodes?.map((layer) => [layer.name, layer]));
  return (a.layerCodes ?? []).flatMap((layer) => {
    const other = others.get(layer.name);
    return other === undefined ? [] : [[layer, other] as const];
  });
}

function compareImages([a, b]: readonly [DeviceResult, DeviceResult], from: number, images: number): ImageDifference[] {
  const layers = commonLayers(a, b);
  const differences: ImageDifference[] = [];
  for (let image = 0; image < images; image++) {
    const [classA, classB] = [a.run.predictions?.[image], b.run.predictions?.[image]];
    const classes = classA !== undefined && classB !== undefined && classA !== classB ? [classA, classB] : undefined;
    const codes = [
      ...layers.flatMap(([{ name, codes: ours }, { codes: theirs }]) => {
        const size = ours.length / images;
        return differenceOf(size, (index) => [ours[image * size + index], theirs[image * size + index]], name);
      }),
      ...(a.outputs === null || b.outputs === null ? [] : outputDifference(a.outputs, b.outputs, image)),
    ];
    if (classes === undefined && codes.length === 0) continue;
    differences.push({
      image: from + image,
      ...(classes === undefined ? {} : { classes: classes as [number, number] }),
      codes,
    });
  }
  return differences;
}

function outputDifference(a: PackedMatrix, b: PackedMatrix, image: number): CodeDifference[] {
  return differenceOf(a.columns, (index) => [getCode(a, image, index), getCode(b, image, index)]);
}

function differenceOf(size: number, codesAt: (index: number) => Pair, layer?: string): CodeDifference[] {
  let codes = 0;
  let first: CodeDifference['first'] | undefined;
  for (let index = 0; index < size; index++) {
    const pair = codesAt(index);
    if (pair[0] === pair[1]) continue;
    first ??= { index, codes: pair };
    codes++;
  }
  return first === undefined ? [] : [{ ...(layer === undefined ? {} : { layer }), codes, of: size, first }];
}

/** Cycles of the layers that both devices count; those of a streaming pipeline overlap and are the run's. */
function cyclesOfLayers(a: DeviceResult, b: DeviceResult): { readonly layer: string; readonly cycles: Pair }[] {
  if ([a, b].some(({ run }) => isSimulated(run) && run.streams.length > 0)) return [];
  const others = new Map(b.run.layers.map(({ name, cycles }) => [name, cycles]));
  return a.run.layers.flatMap(({ name: layer, cycles }) => {
    const other = others.get(layer);
    return cycles === undefined || other === undefined ? [] : [{ layer, cycles: [cycles, other] as Pair }];
  });
}

function compareCycles([a, b]: readonly [DeviceResult, DeviceResult]): Comparison['layerCycles'] {
  return cyclesOfLayers(a, b).filter(({ cycles: [ours, theirs] }) => ours !== theirs);
}
