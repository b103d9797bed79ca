import { z } from 'zod';
import { showValue } from './show.js';

const NAME = /^[\w-][\w.-]{0,63}$/;

/** A name that may become that of a file: no path, and not hidden. */
export const nameSchema = z.string().regex(NAME, {
  error: ({ input }) =>
    `found ${showValue(input)}, allowed: up to 64 letters, digits, ".", "_" and "-", the first no "."`,
});
