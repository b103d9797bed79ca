import { loadTrace } from '../sim/cli/traces.js';
import { loadBoard } from '../sim/fabric/index.js';
import { CALIBRATED, estimateOf, fitConstants, type MeasuredDesign } from '../sim/fabric/resources/hls/calibrate.js';
import { loadResourceConstants, type ResourceConstants } from '../sim/fabric/resources/hls/constants.js';
import { publishedUsage } from '../sim/fabric/resources/hls/published.js';

/** Fits the constants of sim/fabric/resources/hls.yaml to the published designs, and says how well they agree. */
const { rows, board: boardName } = loadTrace('resources');
const board = loadBoard(boardName);
const deviceBram18 = 2 * board.resources.bram36.value;
const designs = rows.map(({ network, measured }) => ({
  name: network,
  usage: publishedUsage(network, board),
  lut: measured.lut,
  bram36: measured.bram36,
  deviceBram18,
}));
const shipped = loadResourceConstants();
const fitted = fitConstants(designs, shipped);

print('constants, fitted on all designs:');
for (const name of CALIBRATED) print(`  ${name}: ${fitted[name].value.toFixed(3)} (shipped: ${shipped[name].value})`);
print(
  'errors in percent (LUT shipped, fitted, left out of the fit; BRAM36), and the constants of the fit without the design:',
);
for (const design of designs) {
  const without = fitConstants(
    designs.filter((other) => other !== design),
    shipped,
  );
  const { bram18 } = estimateOf(design, fitted);
  const errors = [
    lutError(design, shipped),
    lutError(design, fitted),
    lutError(design, without),
    percent(bram18 / 2, design.bram36),
  ];
  const constants = CALIBRATED.map((name) => without[name].value.toFixed(3).padStart(10));
  print(
    `  ${design.name.padEnd(12)}${errors.map((error) => error.toFixed(1).padStart(8)).join('')}${constants.join('')}`,
  );
}
print('what the designs are made of:');
for (const { name, usage } of designs) print(`  ${name.padEnd(12)} ${JSON.stringify(usage)}`);

function lutError(design: MeasuredDesign, constants: ResourceConstants): number {
  return percent(estimateOf(design, constants).lut, design.lut);
}

function percent(model: number, measured: number): number {
  return 100 * (model / measured - 1);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
