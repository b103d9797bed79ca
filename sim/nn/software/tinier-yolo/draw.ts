import type { Picture } from '../../data/picture.js';
import { Canvas, type Colour } from '../pictures/canvas.js';
import { VOC_CLASSES } from './region.js';
import type { Detection } from './select.js';

const INK: Colour = [255, 255, 255];
/** Pixels of the shorter side for each pixel of a line. */
const SIDE_PER_DOT = 200;
/** Turn of the hue from class to class: the golden angle, so that neighbours look different. */
const HUE_STEP = 137.508;
/** Dark enough for white ink. */
const LIGHTNESS = 0.4;

/** A copy of a picture with the objects in boxes, each with its class and its score in percent. */
export function drawDetections(picture: Picture, detections: readonly Detection[]): Picture {
  const canvas = new Canvas(picture);
  const dot = Math.max(Math.round(Math.min(picture.width, picture.height) / SIDE_PER_DOT), 1);
  for (const { label, score, box } of detections.toReversed()) {
    const colour = colourOf(label);
    const [left, top] = [box.x - box.width / 2, box.y - box.height / 2];
    canvas.frame(left, top, left + box.width, top + box.height, dot, colour);
    canvas.label(`${label} ${Math.round(score * 100)}%`, left, top, dot, colour, INK);
  }
  return canvas.picture;
}

/** A colour of full saturation for each class. */
function colourOf(label: string): Colour {
  const hue = (VOC_CLASSES.indexOf(label) * HUE_STEP) % 360;
  const channel = (offset: number) => {
    const place = (offset + hue / 30) % 12;
    return Math.round(255 * (LIGHTNESS - LIGHTNESS * Math.max(-1, Math.min(place - 3, 9 - place, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
