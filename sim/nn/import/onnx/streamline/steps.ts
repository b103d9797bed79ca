/** Where a function of integers that ascends takes a value first. */
export interface ValueStep {
  readonly first: number;
  readonly value: number;
}

/** More values than thresholds that a machine has for an output. */
const MAX_VALUES = 2 ** 12;

/**
 * The steps of functions of integers that ascend, each over a range of its own: found by bisection, so that each is exact however
 * the function is computed.
 * @param evaluate the functions, a number for each
 * @returns the steps of each, the first at the lower end of its range; undefined where one has too many
 */
export function stepsOf(
  evaluate: (integers: Float64Array) => Float64Array,
  least: Float64Array,
  largest: Float64Array,
): ValueStep[][] | undefined {
  let current = least;
  let values = evaluate(least);
  const ends = evaluate(largest);
  const steps: ValueStep[][] = Array.from(least, (first, index) => [{ first, value: values[index] }]);
  for (let round = 0; round < MAX_VALUES; round++) {
    const isDone = values.map((value, index) => (value === ends[index] ? 1 : 0));
    if (isDone.every((done) => done === 1)) return steps;
    current = nextSteps(evaluate, values, current, largest, isDone);
    values = evaluate(current);
    isDone.forEach((done, index) => {
      if (done === 0) steps[index].push({ first: current[index], value: values[index] });
    });
  }
  return undefined;
}

/** The smallest integer of each function above `current` whose value is another one. */
function nextSteps(
  evaluate: (integers: Float64Array) => Float64Array,
  values: Float64Array,
  current: Float64Array,
  largest: Float64Array,
  isDone: Float64Array,
): Float64Array {
  const below = Float64Array.from(current);
  const above = largest.map((end, index) => (isDone[index] === 1 ? current[index] : end));
  while (above.some((end, index) => end - below[index] > 1)) {
    const middle = below.map((start, index) => Math.floor((start + above[index]) / 2));
    evaluate(middle).forEach((value, index) => {
      if (isDone[index] === 1) return;
      if (value === values[index]) below[index] = middle[index];
      else above[index] = middle[index];
    });
  }
  return above;
}
