import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type PipelineRun, parsePipelineFile, simulatePipeline } from '../../sim/fabric/index.js';
import { sharedData } from './shared-data.js';

/** The stall modes of the measurements, as rhythms of source and sink. */
export const STALL_MODES = {
  free: {},
  bp: { sink: { allow: [0], modulo: 3 } },
  stall: { source: { allow: [0, 1], modulo: 3 } },
  both: { source: { allow: [0, 1], modulo: 3 }, sink: { allow: [0], modulo: 3 } },
} as const;

export type StallMode = keyof typeof STALL_MODES;

/** What was measured of a block. */
export type Measured = {
  readonly [field in 'total_1' | 'total_2' | 'total_8' | 'ii' | 't_first_in' | 't_first_out' | 't_last_in_1']: number;
} & {
  readonly first_in_to_first_out: number;
  readonly frame_in_start_t_8: readonly number[];
  readonly frame_out_end_t_8: readonly number[];
} & {
  readonly [field in `${'in' | 'out'}_handshake_t_2_sha256`]: string;
} & {
  /** Handshakes of two frames, all or only the first ones. */
  readonly [field in `${'in' | 'out'}_handshake_t_2${'' | '_first64'}`]?: readonly number[];
};

/** A block that was simulated by itself from FINN's RTL. */
export interface FinnCase {
  readonly name: string;
  readonly params: { readonly buffer_depth?: number };
  readonly pipeline: {
    readonly inputBeatsPerFrame: number;
    readonly outputBeatsPerFrame: number;
    readonly blocks: readonly { readonly type: string; readonly core?: string }[];
  };
  readonly modes: Readonly<Record<StallMode, Measured>>;
}

/**
 * Declares tests for every case of a file of data/finn; where the file is absent, one that is skipped and names its path.
 */
export function forEachFinnCase(file: string, declare: (measured: FinnCase) => void): void {
  const path = `finn/${file}.json`;
  const found = resolve(process.env.QCYCLE_DATA ?? '../shared/data', path);
  if (existsSync(found)) {
    const { blocks, cases } = JSON.parse(readFileSync(found, 'utf8'));
    const all: FinnCase[] = cases ?? blocks.flatMap((block: { readonly cases: FinnCase[] }) => block.cases);
    all.forEach(declare);
  } else {
    it(`is compared with ${path}`, function () {
      sharedData(this, path);
    });
  }
}

/** A case as it was measured: so many frames in a stall mode. */
export function runFinnCase(
  { pipeline }: FinnCase,
  mode: StallMode,
  frames: number,
  engine: 'event' | 'tick' = 'event',
): PipelineRun {
  const file = { ...pipeline, ...STALL_MODES[mode], frames };
  return simulatePipeline(parsePipelineFile(JSON.stringify(file), 'case'), engine).run;
}
