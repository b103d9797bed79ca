// Max pool of windows side by side. A word is a pixel of CHANNELS codes of BITS bits; the largest codes so far of each window
// of a row of windows are kept. The last word of a window passes through with its result.
module maxpool #(
    parameter int CHANNELS = 4,
    parameter int BITS = 1,
    parameter int SIGNED_CODES = 0,
    parameter int KERNEL_ROWS = 2,
    parameter int KERNEL_COLUMNS = 2,
    parameter int WINDOWS = 4  // of a row
) (
    input  logic                     clk,
    input  logic                     reset,
    input  logic [CHANNELS*BITS-1:0] in_data,
    input  logic                     in_valid,
    output logic                     in_ready,
    output logic [CHANNELS*BITS-1:0] out_data,
    output logic                     out_valid,
    input  logic                     out_ready
);
  localparam int ROW_BITS = $clog2(KERNEL_ROWS + 1);
  localparam int COLUMN_BITS = $clog2(KERNEL_COLUMNS + 1);
  localparam int WINDOW_BITS = $clog2(WINDOWS + 1);
  localparam int PLACE_BITS = WINDOWS == 1 ? 1 : $clog2(WINDOWS);

  logic [ROW_BITS-1:0] row;
  logic [COLUMN_BITS-1:0] column;
  logic [WINDOW_BITS-1:0] window;
  logic [CHANNELS*BITS-1:0] kept, largest;
  logic first, last, moves, last_row, last_column, last_window;
  (* ram_style = "distributed" *) logic [CHANNELS*BITS-1:0] memory[WINDOWS];

  assign last_row    = row == ROW_BITS'(KERNEL_ROWS - 1);
  assign last_column = column == COLUMN_BITS'(KERNEL_COLUMNS - 1);
  assign last_window = window == WINDOW_BITS'(WINDOWS - 1);
  assign first       = row == 0 && column == 0;
  assign last        = last_row && last_column;
  assign in_ready    = !last || out_ready;
  assign out_valid   = last && in_valid;
  assign moves       = in_valid && in_ready;
  assign kept        = memory[PLACE_BITS'(window)];
  assign out_data    = largest;

  generate
    for (genvar channel = 0; channel < CHANNELS; channel++) begin : lane
      logic [BITS-1:0] one, other;
      logic greater;
      assign one     = in_data[channel*BITS+:BITS];
      assign other   = kept[channel*BITS+:BITS];
      assign greater = SIGNED_CODES != 0 ? $signed(one) > $signed(other) : one > other;
      assign largest[channel*BITS+:BITS] = first || greater ? one : other;
    end
  endgenerate

  always_ff @(posedge clk) begin
    if (reset) begin
      row    <= 0;
      column <= 0;
      window <= 0;
    end else if (moves) begin
      column <= last_column ? 0 : column + 1;
      if (last_column) window <= last_window ? 0 : window + 1;
      if (last_column && last_window) row <= last_row ? 0 : row + 1;
    end
    if (moves) memory[PLACE_BITS'(window)] <= largest;
  end
endmodule
