/** Copies runs of words, each given by where it begins behind `source[first]`, where in the target, and its length. */
export function gather(source: Uint32Array, first: number, runs: Int32Array, target: Uint32Array): void {
  for (let run = 0; run < runs.length; run += 3) {
    const from = first + runs[run];
    const to = runs[run + 1];
    const words = runs[run + 2];
    for (let word = 0; word < words; word++) target[to + word] = source[from + word];
  }
}
