import { InputError } from '../../core/input/input-error.js';

/** Limits of a tile's sizes: whole numbers from the first to the second. */
export type SizeLimits<Tile> = { readonly [Key in keyof Tile]: readonly [number, number] };

/** Channels, pixels and sides of a tile: what is larger does not fit into L1. */
export const COUNT = [1, 65536] as const;
/** Shifts of 32-bit numbers. */
export const SHIFT = [0, 31] as const;
/** Rows or columns by which a window overhangs. */
export const PAD = [0, 1] as const;

/** @throws InputError for the first size of a tile that is not a whole number within its limits */
export function requireSizes<Tile extends object>(kernel: string, tile: Tile, limits: SizeLimits<Tile>): void {
  for (const key of Object.keys(limits) as (keyof Tile & string)[]) {
    const [least, most] = limits[key];
    const size = tile[key] as number;
    if (Number.isInteger(size) && size >= least && size <= most) continue;
    throw new InputError(`${kernel}: ${key}: found ${size}, allowed: whole numbers from ${least} to ${most}`);
  }
}
