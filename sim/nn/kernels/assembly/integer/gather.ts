/** How windows lie on a map of 16-bit integers: height, width, channels, without gaps. */
@unmanaged
export class Windows {
  height: i32;
  width: i32;
  channels: i32;
  kernelHeight: i32;
  kernelWidth: i32;
  strideY: i32;
  strideX: i32;
  dilationY: i32;
  dilationX: i32;
  top: i32;
  left: i32;
  /** Windows of a row of the output. */
  outputWidth: i32;
}

/**
 * Copies the windows of output rows `firstRow` to `firstRow + rows - 1` into vectors, one after the other.
 * @param channels of a pixel that a vector has, beginning at `input`; those of one group
 * @param pitch bytes from a vector to the next
 */
export function gatherWindows(
  windows: Windows,
  input: usize,
  channels: i32,
  firstRow: i32,
  rows: i32,
  vectors: usize,
  pitch: usize,
): void {
  const pixelBytes = (<usize>channels) << 1;
  let vector = vectors;
  for (let y = firstRow; y < firstRow + rows; y++) {
    for (let x = 0; x < windows.outputWidth; x++, vector += pitch) {
      let to = vector;
      for (let ky = 0; ky < windows.kernelHeight; ky++) {
        const row = y * windows.strideY + ky * windows.dilationY - windows.top;
        for (let kx = 0; kx < windows.kernelWidth; kx++, to += pixelBytes) {
          const column = x * windows.strideX + kx * windows.dilationX - windows.left;
          if (row < 0 || row >= windows.height || column < 0 || column >= windows.width) {
            memory.fill(to, 0, pixelBytes);
          } else {
            const pixel = <usize>(row * windows.width + column) * windows.channels;
            memory.copy(to, input + (pixel << 1), pixelBytes);
          }
        }
      }
    }
  }
}
