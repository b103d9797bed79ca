// Runs the simulation under Verilator: a clock until it ends; the exit status is 0 if all benches passed.
#include "Vsimulate.h"
#include "verilated.h"

int main(int argc, char** argv) {
  VerilatedContext context;
  context.commandArgs(argc, argv);
  Vsimulate simulation{&context};
  while (!context.gotFinish()) {
    simulation.clk = 0;
    simulation.eval();
    simulation.clk = 1;
    simulation.eval();
  }
  simulation.final();
  return simulation.passed ? 0 : 1;
}
