// A stream: first in, first out. A word written in cycle t can be read in t + 1; a slot freed in t can be written in t + 1.
// Both handshakes depend on registers alone, so that nothing in a pipeline depends on more than its neighbours.
module fifo #(
    parameter int WIDTH = 8,
    parameter int DEPTH = 2,
    parameter int BLOCK_RAM = 0
) (
    input  logic             clk,
    input  logic             reset,
    input  logic [WIDTH-1:0] in_data,
    input  logic             in_valid,
    output logic             in_ready,
    output logic [WIDTH-1:0] out_data,
    output logic             out_valid,
    input  logic             out_ready
);
  localparam int PLACE_BITS = $clog2(DEPTH);
  localparam int COUNT_BITS = $clog2(DEPTH + 1);

  logic [PLACE_BITS-1:0] write_place, read_place, next_read_place;
  logic [COUNT_BITS-1:0] count;
  logic push, pop;

  assign in_ready  = count != COUNT_BITS'(DEPTH);
  assign out_valid = count != 0;
  assign push      = in_valid && in_ready;
  assign pop       = out_valid && out_ready;

  function automatic logic [PLACE_BITS-1:0] behind(input logic [PLACE_BITS-1:0] place);
    behind = place == PLACE_BITS'(DEPTH - 1) ? 0 : place + 1;
  endfunction

  assign next_read_place = pop ? behind(read_place) : read_place;

  always_ff @(posedge clk) begin
    if (reset) begin
      write_place <= 0;
      read_place  <= 0;
      count       <= 0;
    end else begin
      if (push) write_place <= behind(write_place);
      read_place <= next_read_place;
      if (push && !pop) count <= count + 1;
      if (pop && !push) count <= count - 1;
    end
  end

  generate
    if (BLOCK_RAM != 0) begin : block
      // Block RAM gives a word a cycle after it is asked for; a word that is written meanwhile passes by it.
      (* ram_style = "block" *) logic [WIDTH-1:0] memory[DEPTH];
      logic [WIDTH-1:0] from_memory, passing;
      logic passes;

      always_ff @(posedge clk) begin
        if (push) memory[write_place] <= in_data;
        from_memory <= memory[next_read_place];
        passing     <= in_data;
        passes      <= push && write_place == next_read_place;
      end
      assign out_data = passes ? passing : from_memory;
    end else begin : distributed
      (* ram_style = "distributed" *) logic [WIDTH-1:0] memory[DEPTH];

      always_ff @(posedge clk) if (push) memory[write_place] <= in_data;
      assign out_data = memory[read_place];
    end
  endgenerate
endmodule
