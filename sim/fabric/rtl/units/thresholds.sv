// From PE accumulators to codes: the lowest output plus the number of thresholds of the row that lie below the accumulator.
// The thresholds of the rows of a neuron fold are asked for a cycle before their accumulators are there.
module thresholds #(
    parameter int NF = 1,
    parameter int PE = 1,
    parameter int INPUT_BITS = 8,
    parameter int THRESHOLDS = 1,
    parameter int OUTPUT_BITS = 1,
    parameter int LOWEST_OUTPUT = 0,
    parameter VALUES = "",
    localparam int NEURON_BITS = NF == 1 ? 1 : $clog2(NF)
) (
    input  logic                      clk,
    input  logic                      enable,
    input  logic [   NEURON_BITS-1:0] next_neuron,
    input  logic [ PE*INPUT_BITS-1:0] accumulators,
    output logic [PE*OUTPUT_BITS-1:0] codes
);
  localparam int LANE_BITS = THRESHOLDS * INPUT_BITS;

  (* rom_style = "auto" *) logic [PE*LANE_BITS-1:0] values[NF];
  logic [PE*LANE_BITS-1:0] current;

  always_ff @(posedge clk) if (enable) current <= values[next_neuron];

  generate
    if (VALUES != "") begin : loading
      initial $readmemh(VALUES, values);
    end else begin : clearing
      initial for (int place = 0; place < NF; place++) values[place] = '0;
    end

    for (genvar lane = 0; lane < PE; lane++) begin : row
      logic [THRESHOLDS-1:0] passed;

      for (genvar level = 0; level < THRESHOLDS; level++) begin : threshold
        assign passed[level] = $signed(accumulators[lane*INPUT_BITS+:INPUT_BITS])
            > $signed(current[lane*LANE_BITS+level*INPUT_BITS+:INPUT_BITS]);
      end
      assign codes[lane*OUTPUT_BITS+:OUTPUT_BITS] = OUTPUT_BITS'(LOWEST_OUTPUT + $countones(passed));
    end
  endgenerate
endmodule
