// Offers the words of a file, each with the least number of cycles since the one before was taken. It may raise valid only in
// open cycles, which repeat every PERIOD; with HOLD, valid then stays until the word is taken.
module stream_source #(
    parameter int WIDTH = 8,
    parameter int WORDS = 1,
    parameter FILE = "input.hex",
    parameter int PERIOD = 1,
    parameter logic [PERIOD-1:0] OPEN = '1,
    parameter int HOLD = 1
) (
    input  logic             clk,
    input  logic             reset,
    output logic [WIDTH-1:0] data,
    output logic             valid,
    input  logic             ready
);
  localparam int PERIOD_BITS = PERIOD == 1 ? 1 : $clog2(PERIOD);
  localparam int PLACE_BITS = $clog2(WORDS + 1);

  logic [31+WIDTH:0] words[WORDS+1];  // the last one is never offered
  logic [31:0] now, due;
  logic [PERIOD_BITS-1:0] phase;
  logic [PLACE_BITS-1:0] place;
  logic held;

  initial $readmemh(FILE, words);

  assign valid = !reset && place != PLACE_BITS'(WORDS) && now >= due && (held || OPEN[phase]);
  assign data  = words[place][WIDTH-1:0];

  always_ff @(posedge clk) begin
    if (reset) begin
      now   <= 0;
      due   <= words[0][WIDTH+:32];
      phase <= 0;
      place <= 0;
      held  <= 0;
    end else begin
      now   <= now + 1;
      phase <= phase == PERIOD_BITS'(PERIOD - 1) ? 0 : phase + 1;
      held  <= HOLD != 0 && valid && !ready;
      if (valid && ready) begin
        place <= place + 1;
        due   <= now + words[place+1][WIDTH+:32];
      end
    end
  end
endmodule
