import { Command } from 'commander';
import { readText } from '../core/input/file.js';
import { type EstimatedOp, estimateOps } from '../fabric/index.js';
import { type Column, renderTable } from '../report/index.js';
import { type OutputOptions, withOutputOptions, writeResult } from './output.js';

const EXAMPLE = `
Example (ops.yaml):
  - op: StreamingFIFO_rtl
    params: { depth: 32, folded_shape: [1, 32, 1], dataType: UINT8 }
  - op: MVAU_hls
    name: L1
    params: { MW: 1024, MH: 1024, PE: 64, SIMD: 32, inputDataType: BIPOLAR, weightDataType: BIPOLAR, outputDataType: BIPOLAR }

  $ qcycle estimate ops.yaml --json -`;

const COLUMNS: readonly Column<EstimatedOp>[] = [
  { name: 'op', align: 'left', cell: ({ op }) => op },
  { name: 'name', align: 'left', cell: ({ name }) => name },
  { name: 'cycles', unit: '/frame', cell: ({ cycles }) => String(cycles) },
  { name: 'LUT', cell: ({ lut }) => String(lut) },
  { name: 'BRAM18', cell: ({ bram18 }) => String(bram18) },
  { name: 'URAM', cell: ({ uram }) => String(uram) },
  { name: 'DSP', unit: 'DSP48', cell: ({ dsp }) => String(dsp) },
  { name: 'DSP', unit: 'DSP58', cell: ({ dsp58 }) => String(dsp58) },
  { name: 'BRAM used', unit: '%', cell: ({ bramEfficiency }) => (100 * bramEfficiency).toFixed(1) },
  { name: 'URAM used', unit: '%', cell: ({ uramEfficiency }) => (100 * uramEfficiency).toFixed(1) },
];

/** `estimate`: resources of single ops as FINN's own estimators give them. */
export function estimateCommand(): Command {
  return withOutputOptions(new Command('estimate'))
    .description("estimate the resources of a list of ops, as FINN's own estimators do")
    .argument('<file>', 'list of { op, params }, YAML or JSON, plain or under cases (docs/resources.md)')
    .addHelpText('after', EXAMPLE)
    .action(async (file: string, options: OutputOptions) => {
      const ops = estimateOps(readText(file), file);
      await writeResult(options, renderTable(COLUMNS, ops), { schema: 'qcycle.estimate/1', ops });
    });
}
