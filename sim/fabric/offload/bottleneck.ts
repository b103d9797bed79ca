import { type Bottleneck, NEGLIGIBLE, type RunLayer } from '../../core/run.js';

/** What happens in the cycles of a cause beside work, for people. */
const WHAT_HAPPENS: Readonly<Record<string, string>> = {
  waitInput: 'the MVTU waits for input',
  waitOutput: 'the MVTU waits for output',
  fill: 'the stages fill',
  drain: 'the stages drain',
  weightLoad: 'weights are loaded',
  callOverhead: 'the host calls',
};

/** Names the layer that takes longest, the stage that has the most work in it, and what keeps the MVTU from working. */
export function findBottleneck(layers: readonly RunLayer[], cycles: number): Bottleneck {
  const longest = layers.reduce((most, other) => (other.cycles > most.cycles ? other : most));
  const [cause, spent] = Object.entries(longest.causes)
    .filter(([name]) => name !== 'busy')
    .reduce((most, other) => (other[1] > most[1] ? other : most));
  const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
  const share = `${longest.name} takes ${percent(longest.cycles, cycles)} of the cycles`;
  if (spent < NEGLIGIBLE * longest.cycles) {
    return { layer: longest.name, cause: 'busy', sentence: `${share}, in which the MVTU hardly ever waits` };
  }
  const { name, busyCycles } = longest.busiestUnit!;
  const work = `stage ${name} has the most work, in ${percent(busyCycles, longest.cycles)} of them`;
  const waste = `in ${percent(spent, longest.cycles)} ${WHAT_HAPPENS[cause]}`;
  return { layer: longest.name, cause, sentence: `${share}; ${work}, and ${waste}` };
}
