// Prints every handshake at both ends of every FIFO: w for written, r for read; cycle, word, place in the hierarchy.
module handshake_log #(
    parameter int WIDTH = 8
) (
    input logic             clk,
    input logic             reset,
    input logic [WIDTH-1:0] in_data,
    input logic             in_valid,
    input logic             in_ready,
    input logic [WIDTH-1:0] out_data,
    input logic             out_valid,
    input logic             out_ready
);
  int cycle;

  always_ff @(posedge clk) begin
    if (reset) cycle <= 0;
    else begin
      cycle <= cycle + 1;
      if (in_valid && in_ready) $display("w %0d %h %m", cycle, in_data);
      if (out_valid && out_ready) $display("r %0d %h %m", cycle, out_data);
    end
  end
endmodule

bind fifo handshake_log #(.WIDTH(WIDTH)) log (.*);
