// Puts zeros around a feature map of HEIGHT x WIDTH pixels of FOLD words. A frame begins with its first word, which is kept
// until its place has come; then a word leaves in every cycle.
module padding #(
    parameter int WIDTH = 8,
    parameter int ROWS = 4,
    parameter int COLUMNS = 4,
    parameter int FOLD = 1,
    parameter int TOP = 1,
    parameter int LEFT = 1,
    parameter int BOTTOM = 1,
    parameter int RIGHT = 1
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
  localparam int PADDED_ROWS = TOP + ROWS + BOTTOM;
  localparam int LINE = (LEFT + COLUMNS + RIGHT) * FOLD;
  localparam int FIRST = LEFT * FOLD;
  localparam int BEHIND = (LEFT + COLUMNS) * FOLD;
  localparam int ROW_BITS = $clog2(PADDED_ROWS + 1);
  localparam int PLACE_BITS = $clog2(LINE + 1);

  logic [ROW_BITS-1:0] row;
  logic [PLACE_BITS-1:0] place;  // word of the row
  logic [WIDTH-1:0] first;  // first word of the frame
  logic started, first_kept;
  int row_number, column;
  logic in_map, reads, moves, last_place;

  assign row_number = 32'(row);
  assign column     = 32'(place);
  assign in_map     = row_number >= TOP && row_number < TOP + ROWS && column >= FIRST && column < BEHIND;
  assign reads      = !started || (in_map && !first_kept);
  assign moves      = (!reads || in_valid) && (!started || out_ready);
  assign in_ready   = reads && (!started || out_ready);
  assign out_valid  = started && (!reads || in_valid);
  assign out_data   = !in_map ? '0 : first_kept ? first : in_data;
  assign last_place = place == PLACE_BITS'(LINE - 1);

  always_ff @(posedge clk) begin
    if (reset) begin
      started    <= 0;
      first_kept <= 0;
      row        <= 0;
      place      <= 0;
    end else if (moves && !started) begin
      started    <= 1;
      first_kept <= 1;
    end else if (moves) begin
      if (in_map) first_kept <= 0;
      place <= last_place ? 0 : place + 1;
      if (last_place) begin
        row <= row == ROW_BITS'(PADDED_ROWS - 1) ? 0 : row + 1;
        if (row == ROW_BITS'(PADDED_ROWS - 1)) started <= 0;
      end
    end
    if (!started) first <= in_data;
  end
endmodule
