// Hands every word to STREAMS streams, to all in the same cycle.
module duplicate #(
    parameter int WIDTH = 8,
    parameter int STREAMS = 2
) (
    input  logic [        WIDTH-1:0] in_data,
    input  logic                     in_valid,
    output logic                     in_ready,
    output logic [STREAMS*WIDTH-1:0] out_data,
    output logic [      STREAMS-1:0] out_valid,
    input  logic [      STREAMS-1:0] out_ready
);
  assign in_ready  = &out_ready;
  assign out_valid = {STREAMS{in_valid && in_ready}};
  assign out_data  = {STREAMS{in_data}};
endmodule
