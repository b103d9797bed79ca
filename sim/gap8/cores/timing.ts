import { z } from 'zod';
import { type Constant, wholeConstant } from '../../core/constant.js';
import { readText } from '../../core/input/file.js';
import { parseYaml } from '../../core/input/yaml.js';
import { packagePath } from '../../core/package-root.js';

/** Sizes and timings of a cluster of cores on a shared L1. Frozen plain data. */
export interface ClusterTiming {
  readonly name: string;
  readonly cores: Constant;
  readonly banks: Constant;
  readonly l1Bytes: Constant;
  readonly l1Base: Constant;
  /** L1 of each core's own, at the end of L1. */
  readonly stackBytes: Constant;
  /** Where p.elw waits for all cores. */
  readonly barrierAddress: Constant;
  /** Cycles that the next instruction waits for the result of a load, of a multiplication; 0 or 1. */
  readonly loadUseStall: Constant;
  readonly multiplyUseStall: Constant;
  /** Cycles that the second part of an access over a word's end takes. */
  readonly misalignedStall: Constant;
  readonly takenBranch: Constant;
  readonly jump: Constant;
  readonly highMultiply: Constant;
  /** Cycles of a division, plus one for each leading zero of the divisor, without its sign. */
  readonly leastDivide: Constant;
  /** Cycles from the last core's p.elw to the cores' next instructions. */
  readonly barrierWake: Constant;
}

const useStall = wholeConstant('cycles', 0).refine(({ value }) => value <= 1, {
  path: ['value'],
  message: 'allowed: 0 or 1, only the next instruction waits',
});

const powerOfTwo = (unit: string, most: number) =>
  wholeConstant(unit, 1).refine(({ value }) => value <= most && Number.isInteger(Math.log2(value)), {
    path: ['value'],
    message: `allowed: a power of two, at most ${most}`,
  });

const schema = z
  .strictObject({
    schema: z.literal('qcycle.cluster/1'),
    name: z.string().min(1),
    cores: powerOfTwo('cores', 8),
    banks: powerOfTwo('banks', 32),
    l1Bytes: powerOfTwo('bytes', 2 ** 24),
    l1Base: wholeConstant('address', 0),
    stackBytes: wholeConstant('bytes', 0),
    barrierAddress: wholeConstant('address', 0),
    loadUseStall: useStall,
    multiplyUseStall: useStall,
    misalignedStall: wholeConstant('cycles', 1),
    takenBranch: wholeConstant('cycles', 1),
    jump: wholeConstant('cycles', 1),
    highMultiply: wholeConstant('cycles', 1),
    leastDivide: wholeConstant('cycles', 1),
    barrierWake: wholeConstant('cycles', 1),
  })
  .transform(({ schema: _, ...timing }): ClusterTiming => Object.freeze(timing));

/**
 * Reads a cluster file (schema qcycle.cluster/1).
 * @param file name of the text in messages
 * @throws InputError for the first problem, at its line and column
 */
export function parseClusterTiming(text: string, file: string): ClusterTiming {
  return parseYaml(text, file, schema);
}

/** GAP8's cluster. */
export function gap8ClusterTiming(): ClusterTiming {
  const file = packagePath('sim/gap8/cores/cluster.yaml');
  return parseClusterTiming(readText(file), file);
}
