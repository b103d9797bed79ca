// Marks the last word of every frame of WORDS words.
module frame_end #(
    parameter int WORDS = 1
) (
    input  logic clk,
    input  logic reset,
    input  logic passes,  // a word passes in this cycle
    output logic last
);
  localparam int PLACE_BITS = $clog2(WORDS + 1);

  logic [PLACE_BITS-1:0] place;

  assign last = place == PLACE_BITS'(WORDS - 1);

  always_ff @(posedge clk) begin
    if (reset) place <= 0;
    else if (passes) place <= last ? 0 : place + 1;
  end
endmodule
