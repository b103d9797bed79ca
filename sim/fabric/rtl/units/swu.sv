// Sliding-window unit over a circular buffer of rows, those of a row of windows and as many as the next one needs beside them.
// The rows of the first windows are read; then a word of a window leaves in every cycle, in the order (window, kernel row,
// kernel column, fold), and beside the words of a row of windows the rows that the next one needs are read.
module swu #(
    parameter int WIDTH = 8,
    parameter int ROWS = 5,
    parameter int COLUMNS = 5,
    parameter int FOLD = 1,  // words of a pixel
    parameter int KERNEL_ROWS = 3,
    parameter int KERNEL_COLUMNS = 3,
    parameter int STRIDE_ROWS = 1,
    parameter int STRIDE_COLUMNS = 1,
    parameter int DILATION_ROWS = 1,
    parameter int DILATION_COLUMNS = 1
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
  localparam int COVERED_ROWS = (KERNEL_ROWS - 1) * DILATION_ROWS + 1;
  localparam int COVERED_COLUMNS = (KERNEL_COLUMNS - 1) * DILATION_COLUMNS + 1;
  localparam int WINDOW_ROWS = (ROWS - COVERED_ROWS) / STRIDE_ROWS + 1;
  localparam int WINDOW_COLUMNS = (COLUMNS - COVERED_COLUMNS) / STRIDE_COLUMNS + 1;
  localparam int LINE = COLUMNS * FOLD;  // words of a row
  localparam int KEPT_ROWS = COVERED_ROWS + STRIDE_ROWS < ROWS ? COVERED_ROWS + STRIDE_ROWS : ROWS;
  localparam int DEPTH = KEPT_ROWS * LINE;

  // Words that are read before the first row of windows, beside each of them, and beside the last one.
  localparam int FILL = COVERED_ROWS * LINE;
  localparam int NEXT = STRIDE_ROWS * LINE;
  localparam int REST = (ROWS - COVERED_ROWS - (WINDOW_ROWS - 1) * STRIDE_ROWS) * LINE;
  // Words that leave for a row of windows, and cycles of a row of windows and of the last one.
  localparam int EMIT = WINDOW_COLUMNS * KERNEL_ROWS * KERNEL_COLUMNS * FOLD;
  localparam int ROW_CYCLES = EMIT > NEXT ? EMIT : NEXT;
  localparam int LAST_CYCLES = EMIT > REST ? EMIT : REST;
  localparam int LONGEST = FILL > ROW_CYCLES ? FILL : ROW_CYCLES;

  localparam int STEP_BITS = $clog2(LONGEST + 1);
  localparam int WINDOW_ROW_BITS = $clog2(WINDOW_ROWS + 1);
  localparam int WINDOW_BITS = $clog2(WINDOW_COLUMNS + 1);
  localparam int ROW_BITS = $clog2(KERNEL_ROWS + 1);
  localparam int COLUMN_BITS = $clog2(KERNEL_COLUMNS + 1);
  localparam int FOLD_BITS = $clog2(FOLD + 1);
  localparam int ADDRESS_BITS = DEPTH == 1 ? 1 : $clog2(DEPTH);

  logic filling;
  logic [STEP_BITS-1:0] step, steps, reading_steps;
  logic [WINDOW_ROW_BITS-1:0] window_row;
  logic [WINDOW_BITS-1:0] window;
  logic [ROW_BITS-1:0] row;
  logic [COLUMN_BITS-1:0] column;
  logic [FOLD_BITS-1:0] fold;
  // Where the next word is written; first words of the row of windows, of the window and of the row of the kernel; and the
  // word that leaves.
  logic [ADDRESS_BITS-1:0] write_place, row_start, start, line_start, place;
  logic reads, emits, free, moves, last_step, last_row_of_windows;
  logic last_window, last_row, last_column, last_fold;

  (* ram_style = "auto" *) logic [WIDTH-1:0] memory[DEPTH];

  function automatic logic [ADDRESS_BITS-1:0] ahead(input logic [ADDRESS_BITS-1:0] from, input int words);
    ahead = ADDRESS_BITS'(32'(from) + words >= DEPTH ? 32'(from) + words - DEPTH : 32'(from) + words);
  endfunction

  assign last_row_of_windows = window_row == WINDOW_ROW_BITS'(WINDOW_ROWS - 1);
  assign reading_steps       = filling ? STEP_BITS'(FILL) : last_row_of_windows ? STEP_BITS'(REST) : STEP_BITS'(NEXT);
  assign steps               = filling ? STEP_BITS'(FILL) : last_row_of_windows ? STEP_BITS'(LAST_CYCLES) : STEP_BITS'(ROW_CYCLES);
  assign reads               = step < reading_steps;
  assign emits               = !filling && 32'(step) < EMIT;
  assign last_step           = step == steps - 1;
  assign free                = !out_valid || out_ready;
  assign moves               = free && (!reads || in_valid);
  assign in_ready            = free && reads;

  assign last_window         = window == WINDOW_BITS'(WINDOW_COLUMNS - 1);
  assign last_row            = row == ROW_BITS'(KERNEL_ROWS - 1);
  assign last_column         = column == COLUMN_BITS'(KERNEL_COLUMNS - 1);
  assign last_fold           = fold == FOLD_BITS'(FOLD - 1);

  always_ff @(posedge clk) begin
    if (reset) begin
      out_valid   <= 0;
      filling     <= 1;
      step        <= 0;
      window_row  <= 0;
      window      <= 0;
      row         <= 0;
      column      <= 0;
      fold        <= 0;
      write_place <= 0;
      row_start   <= 0;
      start       <= 0;
      line_start  <= 0;
      place       <= 0;
    end else begin
      if (free) out_valid <= moves && emits;
      if (moves) begin
        step <= last_step ? 0 : step + 1;
        if (reads) write_place <= ahead(write_place, 1);
        if (last_step && filling) filling <= 0;
        if (last_step && !filling) window_row <= last_row_of_windows ? 0 : window_row + 1;
        if (last_step && !filling && last_row_of_windows) begin
          filling     <= 1;
          write_place <= 0;
        end
      end
      if (moves && emits) begin
        fold <= last_fold ? 0 : fold + 1;
        if (!last_fold) place <= ahead(place, 1);
        else begin
          column <= last_column ? 0 : column + 1;
          if (!last_column) place <= ahead(place, (DILATION_COLUMNS - 1) * FOLD + 1);
          else begin
            row <= last_row ? 0 : row + 1;
            if (!last_row) begin
              line_start <= ahead(line_start, DILATION_ROWS * LINE);
              place      <= ahead(line_start, DILATION_ROWS * LINE);
            end else begin
              window <= last_window ? 0 : window + 1;
              if (!last_window) begin
                start      <= ahead(start, STRIDE_COLUMNS * FOLD);
                line_start <= ahead(start, STRIDE_COLUMNS * FOLD);
                place      <= ahead(start, STRIDE_COLUMNS * FOLD);
              end else begin
                row_start  <= last_row_of_windows ? 0 : ahead(row_start, NEXT);
                start      <= last_row_of_windows ? 0 : ahead(row_start, NEXT);
                line_start <= last_row_of_windows ? 0 : ahead(row_start, NEXT);
                place      <= last_row_of_windows ? 0 : ahead(row_start, NEXT);
              end
            end
          end
        end
      end
    end
    if (moves && reads) memory[write_place] <= in_data;
    if (free) out_data <= memory[place];
  end
endmodule
