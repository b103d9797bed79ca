/** Codes for each pixel and channel, row by row, channels innermost; one a byte. */
export interface CodeMap {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly codes: Uint8Array;
}
