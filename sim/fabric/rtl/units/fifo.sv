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
      // Block RAM gives a word a cycle after it is asked for; a word that is written meanwhile passes by it. It is laid out in blocks
      // of 18 Kbit in their widest shape, the only one that Yosys maps without resizing ports.
      localparam int BLOCK_WORDS = 512;
      localparam int BLOCK_BITS = 36;
      localparam int BANKS = (DEPTH + BLOCK_WORDS - 1) / BLOCK_WORDS;
      localparam int BANK_BITS = BANKS == 1 ? 1 : $clog2(BANKS);
      localparam int WORD_BITS = PLACE_BITS < $clog2(BLOCK_WORDS) ? PLACE_BITS : $clog2(BLOCK_WORDS);

      logic [BANKS*WIDTH-1:0] from_banks;
      logic [BANK_BITS-1:0] write_bank, next_read_bank, read_bank;
      logic [WIDTH-1:0] passing;
      logic passes;

      assign write_bank     = BANK_BITS'(write_place >> WORD_BITS);
      assign next_read_bank = BANK_BITS'(next_read_place >> WORD_BITS);

      for (genvar bank = 0; bank < BANKS; bank++) begin : banks
        for (genvar low = 0; low < WIDTH; low += BLOCK_BITS) begin : blocks
          localparam int BITS = WIDTH - low < BLOCK_BITS ? WIDTH - low : BLOCK_BITS;
          (* ram_style = "block" *) logic [BLOCK_BITS-1:0] memory[2**WORD_BITS];
          /* verilator lint_off UNUSEDSIGNAL */
          logic [BLOCK_BITS-1:0] word;  // BITS of it
          /* verilator lint_on UNUSEDSIGNAL */

          always_ff @(posedge clk) begin
            if (push && write_bank == BANK_BITS'(bank)) memory[write_place[WORD_BITS-1:0]] <= BLOCK_BITS'(in_data[low+:BITS]);
            word <= memory[next_read_place[WORD_BITS-1:0]];
          end
          assign from_banks[bank*WIDTH+low+:BITS] = word[BITS-1:0];
        end
      end

      always_ff @(posedge clk) begin
        read_bank <= next_read_bank;
        passing   <= in_data;
        passes    <= push && write_place == next_read_place;
      end
      assign out_data = passes ? passing : from_banks[read_bank*WIDTH+:WIDTH];
    end else begin : distributed
      (* ram_style = "distributed" *) logic [WIDTH-1:0] memory[DEPTH];

      always_ff @(posedge clk) if (push) memory[write_place] <= in_data;
      assign out_data = memory[read_place];
    end
  endgenerate
endmodule
