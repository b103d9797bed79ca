import { CONSTANTS, type DpuFigures, type Figure } from './dpu-figures.js';
import { leastSquares, nextStep, relativeSlopes } from './least-squares.js';

/** What the constants are drawn to, weakly: figures of facts/dpu.md, section 4; where it has none, what they would be if they did nothing. */
const PRIORS: Readonly<Record<(typeof CONSTANTS)[number], number>> = {
  'costs.transferLatency': 20,
  'costs.portBytesPerCycle': 22,
  'costs.driver': 100,
  'costs.hostElement': 0.01,
  memoryRate: 1,
  'costs.ddrBytesPerSecond': 9.5e9,
  'costs.coherentLatency': 20,
  'costs.host': 256,
  'costs.hostPixel': 0.0093,
};
const PRIOR_WEIGHT = 0.01;
const ROUNDS = 5;
/** Part of the squared errors that a further step has to gain: what is left of them is the model's. */
const CONVERGED = 0.002;
/** Times that the constants of one core, and then those of several, are fitted: these matter a little for one core too. */
const TURNS = 2;

/** Constants that are fitted together: from one to before another, to some of the figures. */
interface Stage {
  readonly from: number;
  readonly to: number;
  readonly isFitted: (figure: Figure) => boolean;
}

const STAGES: readonly Stage[] = [
  // One thread on the ZCU102 is one on the ZCU104 at another clock; one on the KV260 is its frame and the host again.
  { from: 0, to: 5, isFitted: ({ board, threads }) => (threads === 'one' ? board === 'zcu104' : board === 'kv260') },
  { from: 5, to: 7, isFitted: ({ board, threads }) => threads === 'many' && board !== 'kv260' },
];

/** The constants that fit best: those of the host by a line, then those of one core, then of several. Least squares of relative errors. */
export function fitDpu(figures: DpuFigures): number[] {
  let values = [...figures.standing.slice(0, -2), ...figures.hostLine()];
  for (let turn = 0; turn < TURNS; turn++) {
    for (const { from, to, isFitted } of STAGES) {
      const chosen = figures.all.filter(isFitted);
      const withSome = (some: readonly number[]) => [...values.slice(0, from), ...some, ...values.slice(to)];
      const residuals = (some: readonly number[]) => [
        ...figures.errors(withSome(some), chosen),
        ...some.map((value, index) => priorError(from + index, value)),
      ];
      values = withSome(leastSquares(residuals, values.slice(from, to), ROUNDS, CONVERGED));
    }
  }
  return values;
}

/**
 * Errors of each network's figures by constants that are fitted without it. Near the fit errors are linear in the constants, so that
 * one step from there is the fit without a network; its own figures are then simulated with it.
 */
export function leaveEachOut(figures: DpuFigures, fitted: readonly number[]): number[] {
  const errors = figures.errors(fitted);
  const slopes = relativeSlopes((values) => figures.errors(values), fitted, errors);
  const held = [...errors];
  for (const network of figures.networks) {
    const values = without(network, figures, fitted, errors, slopes);
    const own = figures.all.flatMap((figure, index) => (figure.network === network ? [index] : []));
    const found = figures.errors(
      values,
      own.map((index) => figures.all[index]),
    );
    for (const [at, index] of own.entries()) held[index] = found[at];
  }
  return held;
}

/** @param slopes of each figure's error to each constant, relative to it */
function without(
  network: string,
  figures: DpuFigures,
  fitted: readonly number[],
  errors: readonly number[],
  slopes: readonly (readonly number[])[],
): number[] {
  const moves = fitted.map(() => 0);
  for (const [index, value] of figures.hostLine(network).entries()) {
    const constant = CONSTANTS.length - 2 + index;
    moves[constant] = value / fitted[constant] - 1;
  }
  for (const { from, to, isFitted } of STAGES) {
    const rows = figures.all.flatMap((figure, row) => (isFitted(figure) && figure.network !== network ? [row] : []));
    const own = Array.from({ length: to - from }, (_, index) => from + index);
    const moved = rows.map((row) => errors[row] + moves.reduce((sum, move, at) => sum + move * slopes[at][row], 0));
    const step = nextStep(
      own.map((constant) => [
        ...rows.map((row) => slopes[constant][row]),
        ...own.map((other) => (other === constant ? (PRIOR_WEIGHT * fitted[constant]) / priorOf(constant) : 0)),
      ]),
      [...moved, ...own.map((constant) => priorError(constant, fitted[constant]))],
    );
    for (const [index, constant] of own.entries()) moves[constant] = step[index];
  }
  return fitted.map((value, constant) => value * (1 + moves[constant]));
}

function priorError(constant: number, value: number): number {
  return PRIOR_WEIGHT * (value / priorOf(constant) - 1);
}

function priorOf(constant: number): number {
  return PRIORS[CONSTANTS[constant]];
}
