import { type HardwareModule, wordsThrough } from '../../../core/pipeline.js';
import type { Circuit, FifoInstance, UnitInstance } from './circuit.js';

/**
 * The top module of a circuit: AXI-Stream in, the FIFOs and units, AXI-Stream out.
 * @param memories path of the file of a unit's memory, by instance and parameter
 */
export function topLevel(
  circuit: Circuit,
  frames: number,
  memories: (unit: string, parameter: string) => string,
): string {
  const { name, fifos, units, input, output, sink } = circuit;
  const frameWords = wordsThrough(sink, 'reads', 0) / frames;
  return `// ${name}: every stream is a FIFO, every unit stands between two of them.
module ${name} (
    input  logic clk,
    input  logic reset,
    input  logic ${range(input.stream.bits)}s_axis_tdata,
    input  logic s_axis_tvalid,
    output logic s_axis_tready,
    output logic ${range(output.stream.bits)}m_axis_tdata,
    output logic m_axis_tvalid,
    input  logic m_axis_tready,
    output logic m_axis_tlast
);
${fifos.map(fifoText).join('\n')}
  assign ${input.name}_in_data = s_axis_tdata;
  assign ${input.name}_in_valid = s_axis_tvalid;
  assign s_axis_tready = ${input.name}_in_ready;
  assign m_axis_tdata = ${output.name}_out_data;
  assign m_axis_tvalid = ${output.name}_out_valid;
  assign ${output.name}_out_ready = m_axis_tready;

  frame_end #(
      .WORDS(${frameWords})
  ) frame (
      .clk(clk),
      .reset(reset),
      .passes(m_axis_tvalid && m_axis_tready),
      .last(m_axis_tlast)
  );

${units.map((unit) => unitText(unit, memories)).join('\n')}endmodule
`;
}

function fifoText({ name, stream, module }: FifoInstance): string {
  const { bits } = stream;
  return `
  // ${stream.name}
  logic ${range(bits)}${name}_in_data, ${name}_out_data;
  logic ${name}_in_valid, ${name}_in_ready, ${name}_out_valid, ${name}_out_ready;

  fifo #(
${parameterText(module)}
  ) ${name} (
      .clk(clk),
      .reset(reset),
      .in_data(${name}_in_data),
      .in_valid(${name}_in_valid),
      .in_ready(${name}_in_ready),
      .out_data(${name}_out_data),
      .out_valid(${name}_out_valid),
      .out_ready(${name}_out_ready)
  );
`;
}

function unitText(
  { name, block, module, inputs, outputs }: UnitInstance,
  memories: (unit: string, parameter: string) => string,
): string {
  const parameters = [
    ...numbers(module),
    ...Object.keys(module.memories ?? {}).map((key) => `.${key}("${memories(name, key)}")`),
  ];
  const ports = [
    ...(module.combinational === true ? [] : ['.clk(clk)', '.reset(reset)']),
    `.in_data(${joined(inputs, '_out_data')})`,
    `.in_valid(${joined(inputs, '_out_valid')})`,
    `.in_ready(${joined(inputs, '_out_ready')})`,
    `.out_data(${joined(outputs, '_in_data')})`,
    `.out_valid(${joined(outputs, '_in_valid')})`,
    `.out_ready(${joined(outputs, '_in_ready')})`,
  ];
  return `  // ${block.name}
  ${module.name} #(
${parameters.map((each) => `      ${each}`).join(',\n')}
  ) ${name} (
${ports.map((each) => `      ${each}`).join(',\n')}
  );
`;
}

function parameterText(module: HardwareModule): string {
  return numbers(module)
    .map((each) => `      ${each}`)
    .join(',\n');
}

function numbers({ parameters }: HardwareModule): string[] {
  return Object.entries(parameters).map(([key, value]) => `.${key}(${value})`);
}

/** The signals of several FIFOs on the lanes of one, the first lowest. */
function joined(fifos: readonly FifoInstance[], signal: string): string {
  const names = fifos.map(({ name }) => `${name}${signal}`);
  return names.length === 1 ? names[0] : `{${names.reverse().join(', ')}}`;
}

/** The range of a signal of so many bits. */
export function range(bits: number): string {
  return bits === 1 ? '' : `[${bits - 1}:0] `;
}
