import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { asInputError, readBytes } from '../core/input/file.js';
import { InputError } from '../core/input/input-error.js';
import type { Picture } from '../nn/data/picture.js';
import { readUprightPicture } from '../nn/data/read-picture.js';

const ENDING = /\.(png|jpe?g)$/i;

/** The picture of a PNG or JPEG file, upright. @throws InputError where it cannot be read */
export async function loadPicture(file: string): Promise<Picture> {
  return readUprightPicture(readBytes(file), file);
}

/**
 * Paths of the pictures in a folder, by their endings (.png, .jpg, .jpeg), in alphabetical order.
 * @throws InputError where there is no such folder, or no picture in it
 */
export function pictureFiles(folder: string): string[] {
  const files = namesIn(folder).filter((name) => ENDING.test(name));
  if (files.length === 0)
    throw new InputError('no pictures, expected files that end in .png, .jpg or .jpeg', { file: folder });
  return files.sort().map((name) => join(folder, name));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw asInputError(error, folder);
  }
}
