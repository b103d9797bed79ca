// Width converter, down: splits a word into RATIO ones, the lowest bits first. The first part passes through.
module dwc_down #(
    parameter int OUT_WIDTH = 8,
    parameter int RATIO = 2
) (
    input  logic                       clk,
    input  logic                       reset,
    input  logic [OUT_WIDTH*RATIO-1:0] in_data,
    input  logic                       in_valid,
    output logic                       in_ready,
    output logic [      OUT_WIDTH-1:0] out_data,
    output logic                       out_valid,
    input  logic                       out_ready
);
  localparam int PART_BITS = $clog2(RATIO);
  localparam int KEPT_BITS = OUT_WIDTH * (RATIO - 1);

  logic [PART_BITS-1:0] part;
  logic [KEPT_BITS-1:0] kept;
  logic first;

  assign first     = part == 0;
  assign in_ready  = first && out_ready;
  assign out_valid = !first || in_valid;
  assign out_data  = first ? in_data[OUT_WIDTH-1:0] : kept[OUT_WIDTH-1:0];

  always_ff @(posedge clk) begin
    if (reset) part <= 0;
    else if (out_valid && out_ready) part <= part == PART_BITS'(RATIO - 1) ? 0 : part + 1;
    if (out_valid && out_ready) kept <= first ? in_data[OUT_WIDTH+:KEPT_BITS] : kept >> OUT_WIDTH;
  end
endmodule
