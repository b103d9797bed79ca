/**
 * Writes docs/validation.md: every figure of every machine, what it was compared with, how well, and what is only calibrated.
 * Our own RTL needs Verilator, published accuracies QCYCLE_DATA; where something is missing, the document says so.
 */
import { writeFileWhole } from '../../sim/core/input/write-file.js';
import { packagePath } from '../../sim/core/package-root.js';
import { fittedConstants } from './validation/constants.js';
import { rtlComparisons } from './validation/rtl.js';
import { publishedFigures } from './validation/tables.js';

const sections = [
  `# Validation

Written by \`npm run docs:validation\`. Three kinds of evidence, from the strongest down: handshakes of RTL, cycle by cycle; figures measured
on silicon or published; and constants that were fitted, which prove nothing where they were fitted on.`,
  `## RTL, handshake by handshake

${await rtlComparisons()}`,
  `## Measured and published figures

Errors are those of the model against the figure, over all rows that have both. Where constants were fitted on a figure, a small error says that the
model can describe it; a prediction had no part in a fit. What follows from the network alone is a count: right or wrong, no prediction. A bound holds more than what is modelled, so that the model has to lie on its side.

${await publishedFigures()}`,
  `## What is only calibrated or assumed

Every other constant of the machines is documented or derived; each carries its unit and source in its file.

${fittedConstants()}`,
];

await writeFileWhole(packagePath('docs/validation.md'), `${sections.join('\n\n')}\n`);
