import { DpuFit } from './calibrate/dpu-fit.js';

/**
 * Prints the fit of the DPU's calibrated constants to the calibration rows of data/dpu, all at once, and the errors of each network
 * by the constants of the data files, and by constants that are fitted without it (`--held-out`, which takes minutes).
 * The folder of the data: QCYCLE_DATA, or that beside the project.
 */
const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
const print = (line: string) => process.stdout.write(`${line}\n`);
const magnitudes = (errors: readonly number[]) => {
  const mean = errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length;
  return `mean ${percent(mean)}, largest ${percent(Math.max(...errors.map(Math.abs)))}`;
};

const dpu = new DpuFit(process.env.QCYCLE_DATA);
const isFitted = process.argv.includes('--fit') || process.argv.includes('--held-out');
const standing = dpu.standing();
const best = isFitted ? dpu.fit() : undefined;
print(`calibrated constants: in the data files${best === undefined ? '' : ', fitted'}`);
for (const [index, name] of dpu.names.entries()) {
  print(`  ${name}: ${standing[index]}${best === undefined ? '' : `, ${Number(best[index].toPrecision(4))}`}`);
}

/** Errors by board and threads. */
function summarize(title: string, errors: readonly number[]): void {
  print(title);
  for (const board of ['kv260', 'zcu104', 'zcu102']) {
    for (const threads of ['one', 'many']) {
      const chosen = errors.filter(
        (_, index) => dpu.figures[index].board === board && dpu.figures[index].threads === threads,
      );
      print(`  ${board}, ${threads === 'one' ? 'one thread' : 'many threads'}: ${magnitudes(chosen)}`);
    }
  }
}

function byNetwork(errors: readonly number[]): void {
  for (const name of dpu.networks) {
    const own = errors.flatMap((error, index) => {
      const { network, board, threads } = dpu.figures[index];
      return network === name ? [`${board} ${threads} ${percent(error)}`] : [];
    });
    print(`  ${name}: ${own.join(', ')}`);
  }
}

const errors = dpu.errors();
summarize('errors with the constants of the data files', errors);
byNetwork(errors);
if (best !== undefined) {
  const fitted = dpu.errors(best);
  summarize('errors with the fitted constants', fitted);
  byNetwork(fitted);
}
if (process.argv.includes('--held-out')) {
  const held = [...errors];
  for (const network of dpu.networks) {
    const values = dpu.fit(best, 2, network);
    const all = dpu.errors(values);
    for (const [index, figure] of dpu.figures.entries()) if (figure.network === network) held[index] = all[index];
  }
  summarize('errors of each network by constants that are fitted without it', held);
  byNetwork(held);
}
