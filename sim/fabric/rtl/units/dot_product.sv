// The sum of SIMD products, within a cycle. Products of bipolar codes are counted: a 1 where the bits are equal.
module dot_product #(
    parameter int SIMD = 1,
    parameter int INPUT_BITS = 1,
    parameter int INPUT_TYPE = 0,  // 0 bipolar, 1 signed, 2 unsigned
    parameter int WEIGHT_BITS = 1,
    parameter int WEIGHT_TYPE = 0,
    parameter int MATCHES = 0,
    parameter int SUM_BITS = 8
) (
    input  logic        [ SIMD*INPUT_BITS-1:0] word,
    input  logic        [SIMD*WEIGHT_BITS-1:0] weights,
    output logic signed [        SUM_BITS-1:0] sum
);
  localparam int BIPOLAR = 0;
  localparam int SIGNED_CODES = 1;

  generate
    if (INPUT_TYPE == BIPOLAR && WEIGHT_TYPE == BIPOLAR) begin : bits
      logic [$clog2(SIMD + 1)-1:0] equal;

      assign equal = ($clog2(SIMD + 1))'($countones(~(word ^ weights)));
      assign sum   = MATCHES != 0 ? SUM_BITS'(equal) : SUM_BITS'({equal, 1'b0}) - SUM_BITS'(SIMD);
    end else begin : numbers
      // Bipolar codes as numbers of two bits, the others with a bit for their sign.
      localparam int A = INPUT_TYPE == BIPOLAR ? 2 : INPUT_TYPE == SIGNED_CODES ? INPUT_BITS : INPUT_BITS + 1;
      localparam int B = WEIGHT_TYPE == BIPOLAR ? 2 : WEIGHT_TYPE == SIGNED_CODES ? WEIGHT_BITS : WEIGHT_BITS + 1;

      logic signed [SIMD*SUM_BITS-1:0] products;

      for (genvar column = 0; column < SIMD; column++) begin : lane
        logic [INPUT_BITS-1:0] code;
        logic [WEIGHT_BITS-1:0] weight_code;
        logic signed [A-1:0] value;
        logic signed [B-1:0] weight;

        assign code        = word[column*INPUT_BITS+:INPUT_BITS];
        assign weight_code = weights[column*WEIGHT_BITS+:WEIGHT_BITS];
        assign value       = INPUT_TYPE == BIPOLAR ? A'({!code[0], 1'b1}) : A'({1'b0, code});
        assign weight      = WEIGHT_TYPE == BIPOLAR ? B'({!weight_code[0], 1'b1}) : B'({1'b0, weight_code});
        assign products[column*SUM_BITS+:SUM_BITS] = SUM_BITS'(value) * SUM_BITS'(weight);
      end

      always_comb begin
        sum = '0;
        for (int column = 0; column < SIMD; column++) sum = sum + products[column*SUM_BITS+:SUM_BITS];
      end
    end
  endgenerate
endmodule
