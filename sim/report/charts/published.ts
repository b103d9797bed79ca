import type { RunRecord } from '../records/run-record.js';
import type { Trace, TraceRow } from '../trace.js';

/** Published times of what a run computes, microseconds an image. */
export interface PublishedTimes {
  /** The same layers in software. */
  readonly software: number;
  /** The board, of as many images as the run has. */
  readonly hardware: number | undefined;
}

/** A published call of an offloaded network with the layers in software before and behind it, of one image. */
export interface PublishedCall {
  readonly call: string;
  readonly callMicroseconds: number;
  readonly softwareMicroseconds: number;
  /** As the notebook counts them. */
  readonly softwareMops: number;
}

/** Published software times for the network and the board of a run, where there are any. */
export function publishedTimes(run: RunRecord, traces: readonly Trace[]): PublishedTimes | undefined {
  for (const { row, images } of rowsOf(run, traces)) {
    const { softwareMicrosecondsPerImage, microsecondsPerImage, emulationMicroseconds } = row.measured;
    if (softwareMicrosecondsPerImage !== undefined) {
      const hardware = images === run.images ? microsecondsPerImage : undefined;
      return { software: softwareMicrosecondsPerImage, hardware };
    }
    if (emulationMicroseconds !== undefined) {
      const hardware = images === run.images ? publishedCall(run, traces)?.callMicroseconds : undefined;
      return { software: emulationMicroseconds / images, hardware };
    }
  }
  return undefined;
}

/** The first published call of an offloaded network on the board of a run. */
export function publishedCall(run: RunRecord, traces: readonly Trace[]): PublishedCall | undefined {
  for (const { row } of rowsOf(run, traces)) {
    const { callMicroseconds, firstLayerMicroseconds, lastLayersMicroseconds, softwareMops } = row.measured;
    if (row.call === undefined || callMicroseconds === undefined || firstLayerMicroseconds === undefined) continue;
    const softwareMicroseconds = firstLayerMicroseconds + (lastLayersMicroseconds ?? 0);
    return { call: row.call, callMicroseconds, softwareMicroseconds, softwareMops };
  }
  return undefined;
}

/** Rows of the network as a whole on the board of a run, with the images that they were measured with. */
function rowsOf({ network, board }: RunRecord, traces: readonly Trace[]): { row: TraceRow; images: number }[] {
  return traces.flatMap(({ rows, images, board: usual }) =>
    rows
      .filter((row) => row.network === network && row.layer === undefined && (row.board ?? usual) === board)
      .map((row) => ({ row, images })),
  );
}
