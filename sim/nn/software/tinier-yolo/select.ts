import { overlap } from './overlap.js';
import { type Box, type Candidate, VOC_CLASSES } from './region.js';

/** An object of a class in a box. */
export interface Detection {
  readonly label: string;
  /** 0 to 1. */
  readonly score: number;
  readonly box: Box;
}

/** What counts as an object. */
export interface DetectionLimits {
  /** Scores at or below it count as none. */
  readonly score: number;
  /** Boxes of a class that overlap a better one by more are the same object. */
  readonly overlap: number;
}

/** The objects in boxes that may hold some, the best first; each box holds at most one, of its best class. */
export function selectDetections(candidates: readonly Candidate[], limits: DetectionLimits): Detection[] {
  const best = new Map<Candidate, Detection>();
  VOC_CLASSES.forEach((label, index) => {
    for (const candidate of suppress(candidates, index, limits)) {
      const score = candidate.scores[index];
      if (score > (best.get(candidate)?.score ?? 0)) best.set(candidate, { label, score, box: candidate.box });
    }
  });
  return [...best.values()].sort((a, b) => b.score - a.score);
}

/** Non-maximum suppression: those of a class without a better one in their place. */
function suppress(candidates: readonly Candidate[], index: number, limits: DetectionLimits): Candidate[] {
  const kept: Candidate[] = [];
  const byScore = candidates
    .filter(({ scores }) => scores[index] > limits.score)
    .sort((a, b) => b.scores[index] - a.scores[index]);
  for (const candidate of byScore) {
    if (kept.every(({ box }) => overlap(box, candidate.box) <= limits.overlap)) kept.push(candidate);
  }
  return kept;
}
