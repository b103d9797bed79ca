/** What a unit takes on a device of the 7 series: LUTs as logic and as memory, halves of block RAMs. */
export interface RtlResources {
  readonly lut: number;
  readonly bram18: number;
}
