// Matrix-vector-threshold unit: PE rows at a time, SIMD columns at a time. A vector of SF words is read during the first
// neuron fold and kept for the others; each neuron fold ends with a word of PE codes. Three stages: the word and its weights,
// the sums of the products, the accumulators. All stand still while a result cannot leave; else bubbles move along.
module mvtu #(
    parameter int SF = 2,  // synapse fold: words of a vector
    parameter int NF = 2,  // neuron fold: words of a result
    parameter int PE = 1,
    parameter int SIMD = 1,
    parameter int INPUT_BITS = 1,
    parameter int INPUT_TYPE = 0,  // 0 bipolar, 1 signed, 2 unsigned
    parameter int WEIGHT_BITS = 1,
    parameter int WEIGHT_TYPE = 0,
    parameter int MATCHES = 0,  // 1: bipolar codes that are equal are counted instead of products summed
    parameter int ACCUMULATOR_BITS = 8,
    parameter int THRESHOLDS = 1,  // of a row; 0: the accumulators are what leaves
    parameter int OUTPUT_BITS = 1,
    parameter int LOWEST_OUTPUT = 0,
    parameter WEIGHTS = "",  // files of the memories; without one, all 0
    parameter THRESHOLD_VALUES = ""
) (
    input  logic                       clk,
    input  logic                       reset,
    input  logic [SIMD*INPUT_BITS-1:0] in_data,
    input  logic                       in_valid,
    output logic                       in_ready,
    output logic [ PE*OUTPUT_BITS-1:0] out_data,
    output logic                       out_valid,
    input  logic                       out_ready
);
  localparam int SYNAPSE_BITS = SF == 1 ? 1 : $clog2(SF);
  localparam int NEURON_BITS = NF == 1 ? 1 : $clog2(NF);
  localparam int ADDRESS_BITS = SF * NF == 1 ? 1 : $clog2(SF * NF);
  localparam int WORD_BITS = SIMD * INPUT_BITS;
  localparam int LANE_BITS = SIMD * WEIGHT_BITS;

  logic free, enters, reads;
  logic [SYNAPSE_BITS-1:0] synapse;
  logic [NEURON_BITS-1:0] neuron;
  logic [ADDRESS_BITS-1:0] address;
  logic last_synapse, last_neuron;

  assign reads        = neuron == 0;
  assign free         = !out_valid || out_ready;
  assign enters       = free && (!reads || in_valid);
  assign in_ready     = free && reads;
  assign last_synapse = synapse == SYNAPSE_BITS'(SF - 1);
  assign last_neuron  = neuron == NEURON_BITS'(NF - 1);

  always_ff @(posedge clk) begin
    if (reset) begin
      synapse <= 0;
      neuron  <= 0;
      address <= 0;
    end else if (enters) begin
      synapse <= last_synapse ? 0 : synapse + 1;
      address <= last_synapse && last_neuron ? 0 : address + 1;
      if (last_synapse) neuron <= last_neuron ? 0 : neuron + 1;
    end
  end

  // Stage 1: the word, and its weights of all PE rows.
  logic one_valid, one_first, one_last;
  logic [NEURON_BITS-1:0] one_neuron;
  logic [WORD_BITS-1:0] one_word, kept_word;
  logic [PE*LANE_BITS-1:0] one_weights;
  (* ram_style = "auto" *) logic [PE*LANE_BITS-1:0] weights[SF*NF];

  generate
    if (WEIGHTS != "") begin : loading
      initial $readmemh(WEIGHTS, weights);
    end else begin : clearing
      initial for (int place = 0; place < SF * NF; place++) weights[place] = '0;
    end

    if (NF == 1) begin : passing
      assign kept_word = '0;
    end else begin : keeping
      (* ram_style = "distributed" *) logic [WORD_BITS-1:0] vector[SF];

      always_ff @(posedge clk) if (in_valid && in_ready) vector[synapse] <= in_data;
      assign kept_word = vector[synapse];
    end
  endgenerate

  always_ff @(posedge clk) begin
    if (reset) one_valid <= 0;
    else if (free) one_valid <= enters;
    if (free) begin
      one_first   <= synapse == 0;
      one_last    <= last_synapse;
      one_neuron  <= neuron;
      one_word    <= reads ? in_data : kept_word;
      one_weights <= weights[address];
    end
  end

  // Stage 2: for each row the sum of its products. Stage 3: the accumulators.
  logic two_valid, two_first, two_last;
  /* verilator lint_off UNUSEDSIGNAL */
  logic [NEURON_BITS-1:0] two_neuron;  // for the thresholds, if there are some
  /* verilator lint_on UNUSEDSIGNAL */
  logic [PE*ACCUMULATOR_BITS-1:0] accumulators;

  always_ff @(posedge clk) begin
    if (reset) begin
      two_valid <= 0;
      out_valid <= 0;
    end else if (free) begin
      two_valid <= one_valid;
      out_valid <= two_valid && two_last;
    end
    if (free) begin
      two_first  <= one_first;
      two_last   <= one_last;
      two_neuron <= one_neuron;
    end
  end

  generate
    for (genvar lane = 0; lane < PE; lane++) begin : row
      logic signed [ACCUMULATOR_BITS-1:0] sum, two_sum, accumulator;

      dot_product #(
          .SIMD(SIMD),
          .INPUT_BITS(INPUT_BITS),
          .INPUT_TYPE(INPUT_TYPE),
          .WEIGHT_BITS(WEIGHT_BITS),
          .WEIGHT_TYPE(WEIGHT_TYPE),
          .MATCHES(MATCHES),
          .SUM_BITS(ACCUMULATOR_BITS)
      ) dot (
          .word(one_word),
          .weights(one_weights[lane*LANE_BITS+:LANE_BITS]),
          .sum(sum)
      );

      always_ff @(posedge clk) begin
        if (free) two_sum <= sum;
        if (free && two_valid) accumulator <= two_first ? two_sum : accumulator + two_sum;
      end
      assign accumulators[lane*ACCUMULATOR_BITS+:ACCUMULATOR_BITS] = accumulator;
    end

    if (THRESHOLDS == 0) begin : raw
      for (genvar lane = 0; lane < PE; lane++) begin : row
        assign out_data[lane*OUTPUT_BITS+:OUTPUT_BITS] = OUTPUT_BITS'($signed(accumulators[lane*ACCUMULATOR_BITS+:ACCUMULATOR_BITS]));
      end
    end else begin : thresholded
      thresholds #(
          .NF(NF),
          .PE(PE),
          .INPUT_BITS(ACCUMULATOR_BITS),
          .THRESHOLDS(THRESHOLDS),
          .OUTPUT_BITS(OUTPUT_BITS),
          .LOWEST_OUTPUT(LOWEST_OUTPUT),
          .VALUES(THRESHOLD_VALUES)
      ) activation (
          .clk(clk),
          .enable(free),
          .next_neuron(two_neuron),
          .accumulators(accumulators),
          .codes(out_data)
      );
    end
  endgenerate
endmodule
