// Adds a word of each of STREAMS streams, as plain numbers, when all are there.
module add #(
    parameter int IN_WIDTH = 8,
    parameter int STREAMS = 2,
    parameter int OUT_WIDTH = 9
) (
    input  logic [STREAMS*IN_WIDTH-1:0] in_data,
    input  logic [         STREAMS-1:0] in_valid,
    output logic [         STREAMS-1:0] in_ready,
    output logic [       OUT_WIDTH-1:0] out_data,
    output logic                        out_valid,
    input  logic                        out_ready
);
  assign out_valid = &in_valid;
  assign in_ready  = {STREAMS{out_valid && out_ready}};

  always_comb begin
    out_data = '0;
    for (int stream = 0; stream < STREAMS; stream++) begin
      out_data = out_data + OUT_WIDTH'(in_data[stream*IN_WIDTH+:IN_WIDTH]);
    end
  end
endmodule
