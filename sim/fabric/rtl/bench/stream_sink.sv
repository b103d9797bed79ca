// Takes words in open cycles, which repeat every PERIOD, and compares them, and the cycle of the last one, with what is
// expected. It is done when all have come and the pipeline behind it has had time to finish.
module stream_sink #(
    parameter int WIDTH = 8,
    parameter int WORDS = 1,
    parameter FILE = "expected.hex",
    parameter int LAST_CYCLE = 0,
    parameter int CYCLES = 1,
    parameter int PERIOD = 1,
    parameter logic [PERIOD-1:0] OPEN = '1
) (
    input  logic             clk,
    input  logic             reset,
    input  logic [WIDTH-1:0] data,
    input  logic             valid,
    output logic             ready,
    output logic             done,
    output logic             failed
);
  localparam int PERIOD_BITS = PERIOD == 1 ? 1 : $clog2(PERIOD);
  localparam int PLACE_BITS = $clog2(WORDS + 1);

  logic [WIDTH-1:0] words[WORDS+1];  // the last one is never compared
  logic [31:0] now;
  logic [PERIOD_BITS-1:0] phase;
  logic [PLACE_BITS-1:0] place;
  logic complete;

  initial $readmemh(FILE, words);

  assign ready    = !reset && OPEN[phase];
  assign complete = place == PLACE_BITS'(WORDS);
  assign done     = complete && now >= CYCLES;

  always_ff @(posedge clk) begin
    if (reset) begin
      now    <= 0;
      phase  <= 0;
      place  <= 0;
      failed <= 0;
    end else begin
      now   <= now + 1;
      phase <= phase == PERIOD_BITS'(PERIOD - 1) ? 0 : phase + 1;
      if (valid && ready && !complete) begin
        place <= place + 1;
        if (data != words[place]) begin
          failed <= 1;
          $display("%m: word %0d is %h, expected %h", place, data, words[place]);
        end
        if (place == PLACE_BITS'(WORDS - 1)) begin
          $display("%m: %0d words, the last in cycle %0d", WORDS, now);
          if (now != LAST_CYCLE) begin
            failed <= 1;
            $display("%m: the last word came in cycle %0d, expected %0d", now, LAST_CYCLE);
          end
        end
      end
    end
  end
endmodule
