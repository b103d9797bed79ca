import { concatenate } from '../core/input/bytes.js';
import { readBytes } from '../core/input/file.js';
import { inflateIfGzipped } from '../core/input/gzip.js';
import { InputError } from '../core/input/input-error.js';
import { CIFAR_RECORD_BYTES, CIFAR_SHAPE, readCifar } from '../nn/data/cifar.js';
import { fitOnCanvas } from '../nn/data/fit.js';
import { readIdx } from '../nn/data/idx.js';
import { mnistTestImages, mnistTestLabels } from '../nn/data/mnist.js';
import { requireNamedFormat } from '../nn/data/named-format.js';
import { readPlanes } from '../nn/data/planes.js';
import { isPicture, readPicture } from '../nn/data/read-picture.js';
import { isIntegerLayer, type Network, pixelsPerImage, type Shape } from '../nn/network.js';
import { centralCrop } from '../nn/software/pictures/central-crop.js';
import type { Pictures } from './job.js';
import { loadFeatureMaps } from './load-feature-maps.js';
import { loadLabels } from './load-labels.js';
import { classesByName, picturesOfFolders } from './picture-folders.js';

const IDX_OF_PICTURES = [0, 0, 8, 3];
const HIGHEST_CIFAR_CLASS = 9;

/**
 * Pictures from files, one after the other: idx or the binary version of CIFAR-10, plain or gzipped, PNG or JPEG, or folders of
 * such pictures. Labels are those of a file (see `loadLabels`), else of the CIFAR files where all files are such, else the classes
 * that all pictures are named after (dog.12.jpg). For a network of integers also raw planes (see `readPlanes`).
 * For a network that begins with an offloaded layer: feature maps, or PNG or JPEG through its layers in software.
 * @param software folder with the parameters of these
 * @throws InputError where a file cannot be used, the pictures do not fit the network, or the counts differ
 */
export async function loadPictures(
  network: Network,
  given: readonly string[],
  labels?: string,
  software?: string,
): Promise<Pictures> {
  const files = picturesOfFolders(given);
  const parts: Pictures[] = [];
  for (const file of files) parts.push(await loadFile(network, file, software));
  const pixels = concatenate(parts.map((part) => part.pixels));
  const photos = parts.flatMap((part) => part.photos ?? []);
  const pictures = photos.length === 0 ? { pixels } : { pixels, photos };
  if (labels !== undefined) {
    return { ...pictures, labels: loadLabels(labels, network, countPictures(network, pictures), files) };
  }
  const isLabelled = parts.every((part) => part.labels !== undefined);
  const named = isLabelled
    ? Uint8Array.from(parts.flatMap((part) => [...(part.labels ?? [])]))
    : classesByName(files, network.classes);
  return named === undefined ? pictures : { ...pictures, labels: named };
}

/** How many pictures of the network's shape there are. */
export function countPictures({ input }: Network, { pixels }: Pictures): number {
  return pixels.length / pixelsPerImage(input);
}

/** Whether the test pictures of the network's data set are shipped. */
export function hasTestPictures({ dataset }: Network): boolean {
  return dataset === 'mnist';
}

/**
 * The test pictures of the data set that the network is judged on.
 * @throws InputError if the network names none, or one that is not shipped
 */
export function loadTestPictures(network: Network): Pictures {
  if (network.dataset === undefined) throw new InputError(`${network.name} names no data set; give --input`);
  if (!hasTestPictures(network)) {
    const wanted = 'give --input <CIFAR binary>, or --timing-only for cycles alone';
    throw new InputError(`the test images of ${network.dataset} are not shipped: ${wanted}`);
  }
  const { shape, data } = mnistTestImages();
  checkShape(network, shape.slice(1), 'the MNIST test set');
  return { pixels: data, labels: mnistTestLabels() };
}

async function loadFile(network: Network, file: string, software: string | undefined): Promise<Pictures> {
  const bytes = inflateIfGzipped(readBytes(file), file);
  requireNamedFormat(bytes, file);
  if (network.input.pixels.rule === 'codes') return loadFeatureMaps(network, bytes, file, software);
  if (isPicture(bytes)) return { pixels: await loadPicture(network, bytes, file) };
  const kind = kindOf(network, bytes, file);
  if (kind === 'planes') return { pixels: readPlanes(bytes, file, network.input) };
  if (kind === 'idx') {
    const { shape, data } = readIdx(bytes, file, 3);
    checkShape(network, shape.slice(1), file);
    return { pixels: data };
  }
  const pictures = readCifar(bytes, file);
  checkShape(network, CIFAR_SHAPE, file);
  return pictures;
}

/** The format that a file is most like: its reader says what is wrong with it. CIFAR files and planes have no signature. */
function kindOf({ layers, input }: Network, bytes: Uint8Array, file: string): 'idx' | 'cifar' | 'planes' {
  if (IDX_OF_PICTURES.every((byte, index) => bytes[index] === byte)) return 'idx';
  const fillsRecords = bytes.length > 0 && bytes.length % CIFAR_RECORD_BYTES === 0;
  if (isIntegerLayer(layers[0]) && !(fillsRecords && showShape(input.shape) === showShape(CIFAR_SHAPE)))
    return 'planes';
  if (fillsRecords) return 'cifar';
  if (bytes[0] === 0 && bytes[1] === 0) return 'idx';
  if (bytes[0] <= HIGHEST_CIFAR_CLASS) return 'cifar';
  throw new InputError('neither idx, CIFAR-10 binary, PNG nor JPEG', { file });
}

/** A picture of any size: its middle, or fitted on a canvas of the network's. */
async function loadPicture({ name, input }: Network, bytes: Uint8Array, file: string): Promise<Uint8Array> {
  const [height, width, channels] = input.shape;
  if (channels !== 3) throw new InputError(`a picture in colour, ${name} takes ${showShape(input.shape)}`, { file });
  const picture = await readPicture(bytes, file);
  const fraction = input.centralCrop;
  const fitted =
    fraction === undefined ? fitOnCanvas(picture, width, height) : centralCrop(picture, width, height, fraction);
  return fitted.data;
}

function checkShape({ name, input }: Network, found: Shape, file: string): void {
  if (showShape(withoutGrey(found)) === showShape(withoutGrey(input.shape))) return;
  throw new InputError(`images of ${showShape(found)}, ${name} takes ${showShape(input.shape)}`, { file });
}

/** A picture of one channel is height and width alone. */
function withoutGrey(shape: Shape): Shape {
  return shape.length === 3 && shape[2] === 1 ? shape.slice(0, 2) : shape;
}

function showShape(shape: Shape): string {
  return shape.join(' x ');
}
