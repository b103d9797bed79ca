import type { InstructionSpec } from '../instruction.js';
import { branch, control, load, store } from './spec.js';

/**
 * Loads and stores of XpulpV2 with post-increment or a register as offset, hardware loops, branches on an immediate, and the
 * load from the event unit (RI5CY user manual, chapters on load/store, hardware-loop and ALU extensions). The label of a loop's
 * end stands behind its last instruction.
 */
export const XPULP_MEMORY: readonly InstructionSpec[] = [
  load('p.lb', 'rd, indexed-address', 1, 'signed'),
  load('p.lbu', 'rd, indexed-address', 1, 'unsigned'),
  load('p.lh', 'rd, indexed-address', 2, 'signed'),
  load('p.lhu', 'rd, indexed-address', 2, 'unsigned'),
  load('p.lw', 'rd, indexed-address', 4, 'signed'),
  store('p.sb', 'rs2, indexed-address', 1),
  store('p.sh', 'rs2, indexed-address', 2),
  store('p.sw', 'rs2, indexed-address', 4),
  control('p.elw', 'rd, address', 'eventLoad'),

  control('lp.starti', 'loop, label', 'loop', { sets: { start: 'label' } }),
  control('lp.endi', 'loop, label', 'loop', { sets: { end: 'label' } }),
  control('lp.count', 'loop, rs1', 'loop', { sets: { count: 'register' } }),
  control('lp.counti', 'loop, u12', 'loop', { sets: { count: 'immediate' } }),
  control('lp.setup', 'loop, rs1, label', 'loop', { sets: { start: 'next', end: 'label', count: 'register' } }),
  control('lp.setupi', 'loop, u12, label', 'loop', { sets: { start: 'next', end: 'label', count: 'immediate' } }),

  branch('p.beqimm', 'rs1, i5, label', (a, b) => a === b),
  branch('p.bneimm', 'rs1, i5, label', (a, b) => a !== b),
];
