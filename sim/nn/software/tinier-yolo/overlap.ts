import type { Box } from './region.js';

/** Intersection of two boxes by their union: 0 where they do not touch, 1 where they are equal. */
export function overlap(a: Box, b: Box): number {
  const shared = commonLength(a.x, a.width, b.x, b.width) * commonLength(a.y, a.height, b.y, b.height);
  return shared / (a.width * a.height + b.width * b.height - shared);
}

function commonLength(centreA: number, lengthA: number, centreB: number, lengthB: number): number {
  const start = Math.max(centreA - lengthA / 2, centreB - lengthB / 2);
  const end = Math.min(centreA + lengthA / 2, centreB + lengthB / 2);
  return Math.max(end - start, 0);
}
