import { CONSTANTS, DpuFigures } from './calibrate/dpu-figures.js';
import { fitDpu, leaveEachOut } from './calibrate/dpu-fit.js';

/**
 * Prints the errors of the DPU's model on the calibration rows of data/dpu, board by board and network by network: with the constants
 * of the data files; with `--fit` also with constants that are fitted anew, which takes minutes; with `--held-out` also those of each
 * network by constants that are fitted without it. The folder of the data: QCYCLE_DATA, or that beside the project.
 */
const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
const print = (line: string) => process.stdout.write(`${line}\n`);
const magnitudes = (errors: readonly number[]) => {
  const mean = errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length;
  return `mean ${percent(mean)}, largest ${percent(Math.max(...errors.map(Math.abs)))}`;
};

const figures = new DpuFigures(process.env.QCYCLE_DATA ?? '../shared/data');
const fitted = process.argv.includes('--fit') ? fitDpu(figures) : undefined;

print(`calibrated constants: in the data files${fitted === undefined ? '' : ', fitted'}`);
for (const [index, name] of CONSTANTS.entries()) {
  const found = fitted === undefined ? '' : `, ${Number(fitted[index].toPrecision(4))}`;
  print(`  ${name}: ${figures.standing[index]}${found}`);
}
show('errors with the constants of the data files', figures.errors(figures.standing));
if (fitted !== undefined) show('errors with the fitted constants', figures.errors(fitted));
if (process.argv.includes('--held-out')) {
  show(
    'errors of each network by constants that are fitted without it',
    leaveEachOut(figures, fitted ?? figures.standing),
  );
}

/** Errors by board and threads, and by network. */
function show(title: string, errors: readonly number[]): void {
  print(title);
  for (const board of ['kv260', 'zcu104', 'zcu102']) {
    for (const threads of ['one', 'many']) {
      const chosen = errors.filter(
        (_, index) => figures.all[index].board === board && figures.all[index].threads === threads,
      );
      print(`  ${board}, ${threads === 'one' ? 'one thread' : 'many threads'}: ${magnitudes(chosen)}`);
    }
  }
  for (const name of figures.networks) {
    const own = errors.flatMap((error, index) => {
      const { network, board, threads } = figures.all[index];
      return network === name ? [`${board} ${threads} ${percent(error)}`] : [];
    });
    print(`  ${name}: ${own.join(', ')}`);
  }
}
