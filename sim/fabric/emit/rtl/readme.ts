import type { Circuit } from './circuit.js';
import type { EmittedFile } from './files.js';

/** What an emitted design is said to be in its README. */
export interface DesignDescription {
  readonly title: string;
  readonly frames: number;
  readonly cycles: number;
  /** Said of the weights where they are not the network's own. */
  readonly placeholders: boolean;
}

/** The README of an emitted design: what is there, how to simulate it, how to synthesize it. */
export function designReadme(
  circuit: Circuit,
  { title, frames, cycles, placeholders }: DesignDescription,
): EmittedFile {
  const { name, fifos, units, input, output } = circuit;
  const weights = placeholders
    ? '\nThe network has no weights here: memories hold pseudo-random ones, so that time and resources are real and values are not.\n'
    : '';
  const text = `# ${title}

Written by qcycle in its block library rtl: ${units.length} units, and ${fifos.length} streams between them, each of which is a FIFO.
${weights}
| file | what |
| --- | --- |
| \`${name}.sv\` | the top level: AXI-Stream in (${input.stream.bits} bits) and out (${output.stream.bits} bits), units, FIFOs |
| \`units/*.sv\` | a file a unit, the same for every design |
| \`memories/*.hex\` | weights and thresholds as $readmemh reads them; words that the bench offers and expects |
| \`bench/*\` | the self-checking bench: ${frames} ${frames === 1 ? 'frame' : 'frames'}, every word and the cycle of the last one are compared |

\`apt-get install verilator g++ make yosys\` installs on Debian what the commands below need; they run in this folder.

## Simulate

\`\`\`sh
verilator --cc --exe --build -Wall --top-module simulate -o simulate units/*.sv ${name}.sv bench/*.sv bench/main.cpp
obj_dir/simulate
\`\`\`

It ends with PASS after the ${cycles} cycles that qcycle's model says. With another simulator, give \`simulate\` a clock.

## Synthesize

\`\`\`sh
yosys -p 'read_verilog -sv units/*.sv ${name}.sv; synth_xilinx -noiopad -top ${name}'
\`\`\`

Yosys may say that it resizes ports of a RAMB18E1 or RAMB36E1: its map of block RAMs connects wires of 64 bits to ports that are narrower in most
shapes. Nothing is lost. In Vivado, add \`units/*.sv\`, \`${name}.sv\` and \`memories/*.hex\`. \`clk\` is the only clock, \`reset\` is synchronous and active high. A word is
taken in a cycle in which valid and ready are high; \`m_axis_tlast\` marks the last word of a frame. Lane 0 is the least
significant everywhere.
`;
  return { path: 'README.md', text };
}
