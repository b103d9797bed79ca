// Thresholds as a unit of their own: PE accumulators a word, NF words for all rows, one stage.
module thresholding #(
    parameter int NF = 2,
    parameter int PE = 1,
    parameter int INPUT_BITS = 8,
    parameter int THRESHOLDS = 1,
    parameter int OUTPUT_BITS = 1,
    parameter int LOWEST_OUTPUT = 0,
    parameter THRESHOLD_VALUES = ""
) (
    input  logic                      clk,
    input  logic                      reset,
    input  logic [ PE*INPUT_BITS-1:0] in_data,
    input  logic                      in_valid,
    output logic                      in_ready,
    output logic [PE*OUTPUT_BITS-1:0] out_data,
    output logic                      out_valid,
    input  logic                      out_ready
);
  localparam int NEURON_BITS = NF == 1 ? 1 : $clog2(NF);

  logic [NEURON_BITS-1:0] neuron;
  logic [PE*INPUT_BITS-1:0] accumulators;

  assign in_ready = !out_valid || out_ready;

  always_ff @(posedge clk) begin
    if (reset) begin
      out_valid <= 0;
      neuron    <= 0;
    end else if (in_ready) begin
      out_valid <= in_valid;
      if (in_valid) neuron <= neuron == NEURON_BITS'(NF - 1) ? 0 : neuron + 1;
    end
    if (in_ready) accumulators <= in_data;
  end

  thresholds #(
      .NF(NF),
      .PE(PE),
      .INPUT_BITS(INPUT_BITS),
      .THRESHOLDS(THRESHOLDS),
      .OUTPUT_BITS(OUTPUT_BITS),
      .LOWEST_OUTPUT(LOWEST_OUTPUT),
      .VALUES(THRESHOLD_VALUES)
  ) activation (
      .clk(clk),
      .enable(in_ready),
      .next_neuron(neuron),
      .accumulators(accumulators),
      .codes(out_data)
  );
endmodule
