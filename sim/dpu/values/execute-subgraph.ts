import { ENGINES, INSTRUCTION_SET, type Instruction, type InstructionOf } from '../isa/instruction-set.js';
import { executeAdd, executeConv, executeDepthwise, executePool } from './compute.js';
import type { CoreMemory } from './core-memory.js';
import { executeLoad, executeSave } from './transfer.js';

/** Which of the engines that could go on goes on: one of 0 to `count - 1`. */
export type EngineChoice = (count: number) => number;

/**
 * Executes an instruction stream: each engine its own instructions in order, each as soon as it has the tokens that it awaits. Which
 * of several engines that could go on goes on is chosen from outside, and does not matter if the tokens say all there is to say.
 * @throws Error where no engine can go on
 */
export function executeSubgraph(
  memory: CoreMemory,
  instructions: readonly Instruction[],
  choose: EngineChoice = () => 0,
): void {
  const queues = ENGINES.map((name) => instructions.filter(({ op }) => INSTRUCTION_SET[op].engine === name));
  const next = ENGINES.map(() => 0);
  const tokens = ENGINES.map(() => new Int32Array(ENGINES.length));
  const states = new Map<string, Instruction>();
  const others = (engine: number, mask: number) =>
    ENGINES.flatMap((_, other) => (other !== engine && (mask >> other) & 1 ? other : []));
  for (let done = 0; done < instructions.length; done++) {
    const ready = ENGINES.flatMap((_, engine) => {
      const instruction = queues[engine][next[engine]];
      const goes = instruction && others(engine, instruction.dpdon).every((giver) => tokens[giver][engine] > 0);
      return goes ? engine : [];
    });
    if (ready.length === 0) throw new Error(`engines wait for each other behind ${done} instructions`);
    const engine = ready[choose(ready.length)];
    const instruction = queues[engine][next[engine]++];
    for (const giver of others(engine, instruction.dpdon)) tokens[giver][engine]--;
    execute(memory, instruction, states);
    for (const taker of others(engine, instruction.dpdby)) tokens[engine][taker]++;
  }
}

/** @param states what the last INIT of each kind said */
function execute(memory: CoreMemory, instruction: Instruction, states: Map<string, Instruction>): void {
  switch (instruction.op) {
    case 'LOAD':
      executeLoad(memory, instruction);
      break;
    case 'SAVE':
      executeSave(memory, instruction);
      break;
    case 'CONV':
      executeConv(memory, states.get('CONVINIT') as InstructionOf<'CONVINIT'>, instruction);
      break;
    case 'DPTWISE':
      executeDepthwise(memory, states.get('DWINIT') as InstructionOf<'DWINIT'>, instruction);
      break;
    case 'POOL':
      executePool(memory, states.get('POOLINIT') as InstructionOf<'POOLINIT'>, instruction);
      break;
    case 'ELEW':
      executeAdd(memory, states.get('ELEWINIT') as InstructionOf<'ELEWINIT'>, instruction);
      break;
    case 'END':
      break;
    default:
      states.set(instruction.op, instruction);
  }
}
