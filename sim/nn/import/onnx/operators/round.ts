import { roundHalfToEven } from '../../../requantize.js';

const away = (value: number, round: (magnitude: number) => number) => Math.sign(value) * round(Math.abs(value));

/** QONNX's rounding modes (facts: qonnx, Quant); the names of both of its lists. */
export const ROUNDING: Readonly<Record<string, (value: number) => number>> = {
  ROUND: roundHalfToEven,
  HALF_EVEN: roundHalfToEven,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
  UP: (value) => away(value, Math.ceil),
  DOWN: Math.trunc,
  ROUND_TO_ZERO: Math.trunc,
  HALF_UP: (value) => away(value, (magnitude) => Math.floor(magnitude + 0.5)),
  HALF_DOWN: (value) => away(value, (magnitude) => Math.ceil(magnitude - 0.5)),
};
