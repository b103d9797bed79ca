/** The scales of the two sides of a sum, over that of the output, are less than this. */
export const SUM_RATIO_LIMIT = 2 ** 8;
/** And at least this. */
export const LEAST_SUM_RATIO = 1 / (4 * SUM_RATIO_LIMIT);
