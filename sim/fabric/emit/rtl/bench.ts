import { type Block, type Gate, lengthCycles, type MemoryContents, type Word } from '../../../core/pipeline.js';
import type { Circuit } from './circuit.js';
import { range } from './top-level.js';

/** What passes through a circuit: the words that its source offers, those that its sink must get, and when the last one comes. */
export interface BenchWords {
  readonly input: readonly Word[];
  readonly expected: readonly Word[];
  /** Cycle in which the sink takes the last word, and cycles until every block has finished. */
  readonly lastCycle: number;
  readonly cycles: number;
}

/** Bits of the number of cycles beside each word of the source. */
const GAP_BITS = 32;

/** A module that feeds a circuit from a file and compares what it gives with another; `files` are their paths. */
export function benchModule(
  circuit: Circuit,
  words: BenchWords,
  files: { readonly input: string; readonly expected: string },
): string {
  const { name, input, output, source, sink, holds } = circuit;
  return `// Feeds ${name} with words of a file and compares what it gives with those of another.
module ${name}_bench (
    input  logic clk,
    input  logic reset,
    output logic done,
    output logic failed
);
  logic ${range(input.stream.bits)}in_data;
  logic ${range(output.stream.bits)}out_data;
  logic in_valid, in_ready, out_valid, out_ready;

  stream_source #(
      .WIDTH(${input.stream.bits}),
      .WORDS(${words.input.length}),
      .FILE("${files.input}"),
${gateParameters(source.gate)}
      .HOLD(${holds ? 1 : 0})
  ) source (
      .clk(clk),
      .reset(reset),
      .data(in_data),
      .valid(in_valid),
      .ready(in_ready)
  );

  /* verilator lint_off PINCONNECTEMPTY */
  ${name} dut (
      .clk(clk),
      .reset(reset),
      .s_axis_tdata(in_data),
      .s_axis_tvalid(in_valid),
      .s_axis_tready(in_ready),
      .m_axis_tdata(out_data),
      .m_axis_tvalid(out_valid),
      .m_axis_tready(out_ready),
      .m_axis_tlast()
  );
  /* verilator lint_on PINCONNECTEMPTY */

  stream_sink #(
      .WIDTH(${output.stream.bits}),
      .WORDS(${words.expected.length}),
      .FILE("${files.expected}"),
${gateParameters(sink.gate)}
      .LAST_CYCLE(${words.lastCycle}),
      .CYCLES(${words.cycles})
  ) sink (
      .clk(clk),
      .reset(reset),
      .data(out_data),
      .valid(out_valid),
      .ready(out_ready),
      .done(done),
      .failed(failed)
  );
endmodule
`;
}

function gateParameters(gate: Gate = { open: [true] }): string {
  const bits = [...gate.open].reverse().map((open) => (open ? '1' : '0'));
  return `      .PERIOD(${bits.length}),\n      .OPEN(${bits.length}'b${bits.join('')}),`;
}

/** The memory of the source: each word, and above it how many cycles after the one before it may be offered. */
export function sourceMemory({ source, input }: Circuit, words: readonly Word[]): MemoryContents {
  const { bits } = input.stream;
  const gaps = writingGaps(source);
  const offered = words.map((word) => (BigInt(gaps.next().value ?? 1) << BigInt(bits)) | word);
  return { bits: GAP_BITS + bits, words: [...offered, 0n] };
}

/** Cycles of a source's own time from one word to the next; the first from cycle 0 on. */
function* writingGaps({ loops, startCycle }: Block): Generator<number, undefined> {
  let [before, begin] = [0, startCycle];
  for (const loop of loops) {
    const { rounds, iterationsPerRound, initiationInterval, depthCycles, writes } = loop;
    for (let round = 0; round < rounds; round++) {
      for (const iteration of writes[0]) {
        const at = begin + (round * iterationsPerRound + iteration) * initiationInterval + depthCycles;
        yield at - before;
        before = at;
      }
    }
    begin += lengthCycles(loop);
  }
  return undefined;
}

/** The module that runs benches side by side and tells whether all of them passed. */
export function simulationModule(benches: readonly string[], timeoutCycles: number): string {
  const count = benches.length;
  const instance = (bench: string, index: number) =>
    `  ${bench} bench${index} (.clk(clk), .reset(reset), .done(done[${index}]), .failed(failed[${index}]));`;
  return `// Reset, and an end: runs benches side by side until all are done.
module simulate (
    input  logic clk,
    output logic passed
);
  localparam int RESET_CYCLES = 4;

  logic reset;
  int cycles;
  logic [${count - 1}:0] done, failed;

  assign reset  = cycles < RESET_CYCLES;
  assign passed = &done && failed == '0;

  initial cycles = 0;

  always_ff @(posedge clk) begin
    cycles <= cycles + 1;
    if (!reset && (&done || cycles == ${timeoutCycles} + RESET_CYCLES)) begin
      if (passed) $display("PASS");
      else $display("FAIL");
      $finish;
    end
  end

${benches.map(instance).join('\n')}
endmodule
`;
}
