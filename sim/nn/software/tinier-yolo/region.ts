import { sigmoid, softmax } from '../activation.js';
import type { FloatMap } from '../convolution.js';

/** The classes of PASCAL VOC, in the order of the network's outputs. */
export const VOC_CLASSES: readonly string[] = [
  'aeroplane',
  'bicycle',
  'bird',
  'boat',
  'bottle',
  'bus',
  'car',
  'cat',
  'chair',
  'cow',
  'diningtable',
  'dog',
  'horse',
  'motorbike',
  'person',
  'pottedplant',
  'sheep',
  'sofa',
  'train',
  'tvmonitor',
];

/** Width and height of the boxes that each cell begins with, in cells. */
const ANCHORS = [
  [1.08, 1.19],
  [3.42, 4.41],
  [6.63, 11.38],
  [9.42, 5.11],
  [16.62, 10.52],
] as const;

/** Where and how large a box is (x, y, width, height), and whether it holds an object: the outputs before the classes. */
const BOX_OUTPUTS = 5;
const OUTPUTS_PER_ANCHOR = BOX_OUTPUTS + VOC_CLASSES.length;

/** Outputs of the region layer for each cell. */
export const REGION_OUTPUTS = ANCHORS.length * OUTPUTS_PER_ANCHOR;

/** A rectangle by its centre, width and height. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A box that may hold an object of each class. */
export interface Candidate {
  /** In parts of the network's input: 0 to 1 from left to right and from top to bottom. */
  readonly box: Box;
  /** Of each class: the probability that the box holds an object, and of this class. */
  readonly scores: Float64Array;
}

/**
 * The boxes of a region layer (facts/qnn-mo-pynq.md section 5): of each cell one for each anchor.
 * @param map outputs of the last convolution, anchor by anchor: x, y, width, height, object, classes
 */
export function decodeRegions({ height, width, channels, data }: FloatMap): Candidate[] {
  const candidates: Candidate[] = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      ANCHORS.forEach(([anchorWidth, anchorHeight], anchor) => {
        const start = (row * width + column) * channels + anchor * OUTPUTS_PER_ANCHOR;
        const [x, y, w, h, object] = data.subarray(start, start + BOX_OUTPUTS);
        const box = {
          x: (column + sigmoid(x)) / width,
          y: (row + sigmoid(y)) / height,
          width: (anchorWidth * Math.exp(w)) / width,
          height: (anchorHeight * Math.exp(h)) / height,
        };
        const classes = softmax(data.subarray(start + BOX_OUTPUTS, start + OUTPUTS_PER_ANCHOR));
        candidates.push({ box, scores: classes.map((probability) => sigmoid(object) * probability) });
      });
    }
  }
  return candidates;
}
