import { ABLATIONS } from './calibrate/gap8-ablations.js';
import { Gap8Fit, meanMagnitude } from './calibrate/gap8-fit.js';

/**
 * Prints the fit of the calibrated constants of GAP8's board to the published table, all at once, and what is predicted of each
 * shape of layer by a fit without it; then what the constants are worth: the error if one alone were a third larger.
 */
const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
const print = (line: string) => process.stdout.write(`${line}\n`);
const largest = (values: readonly number[]) => Math.max(...values.map(Math.abs));

const gap8 = new Gap8Fit();
const best = gap8.fit();
const standing = gap8.standing();

print('calibrated constants: fitted, in the board file; mean error if it alone were a third larger');
for (const [index, name] of gap8.names.entries()) {
  const changed = gap8.errors(standing.map((value, other) => (other === index ? (4 / 3) * value : value)));
  print(`  ${name}: ${best[index].toFixed(2)}, ${standing[index]}; ${percent(meanMagnitude(changed))}`);
}

const fitted = gap8.errors();
const heldOut = gap8.heldOut();
const line = (name: string, errors: readonly number[]) =>
  print(`${name}: mean error ${percent(meanMagnitude(errors))}, largest ${percent(largest(errors))}`);
line('constants of the board file', fitted);
line(`each of ${gap8.shapes().length} shapes held out`, heldOut);
print('layer: error, held out');
for (const row of gap8.rows) {
  print(`  ${gap8.network.layers[row].name}: ${percent(fitted[row])}, ${percent(heldOut[row])}`);
}
for (const ablation of ABLATIONS) line(ablation.name, gap8.errorsWithout(ablation));
