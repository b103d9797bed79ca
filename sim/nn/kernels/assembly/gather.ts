/** Bytes of a run: where it begins in the source, where in the target, and its length, in 32-bit words. */
const RUN: usize = 12;

/** Copies runs of words. */
export function gather(source: usize, runs: usize, count: i32, target: usize): void {
  const end = runs + <usize>count * RUN;
  for (let run = runs; run < end; run += RUN) {
    const from = source + ((<usize>load<u32>(run)) << 2);
    const to = target + ((<usize>load<u32>(run, 4)) << 2);
    const bytes = (<usize>load<u32>(run, 8)) << 2;
    for (let at: usize = 0; at < bytes; at += 8) store<u64>(to + at, load<u64>(from + at));
  }
}
