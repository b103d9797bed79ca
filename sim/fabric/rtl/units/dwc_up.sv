// Width converter, up: collects RATIO words to one, the first on the lowest bits. The last one passes through.
module dwc_up #(
    parameter int IN_WIDTH = 8,
    parameter int RATIO = 2
) (
    input  logic                      clk,
    input  logic                      reset,
    input  logic [      IN_WIDTH-1:0] in_data,
    input  logic                      in_valid,
    output logic                      in_ready,
    output logic [IN_WIDTH*RATIO-1:0] out_data,
    output logic                      out_valid,
    input  logic                      out_ready
);
  localparam int PART_BITS = $clog2(RATIO);
  localparam int KEPT_BITS = IN_WIDTH * (RATIO - 1);

  logic [PART_BITS-1:0] part;
  logic [KEPT_BITS-1:0] kept;
  logic last;

  assign last      = part == PART_BITS'(RATIO - 1);
  assign in_ready  = !last || out_ready;
  assign out_valid = last && in_valid;
  assign out_data  = {in_data, kept};

  always_ff @(posedge clk) begin
    if (reset) part <= 0;
    else if (in_valid && in_ready) part <= last ? 0 : part + 1;
    if (in_valid && in_ready && !last) kept <= KEPT_BITS'({in_data, kept} >> IN_WIDTH);
  end
endmodule
