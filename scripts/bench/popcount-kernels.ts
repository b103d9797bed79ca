import asc from 'assemblyscript/asc';

/**
 * Ways to count the equal-position bits in which vectors and rows of weights differ, in AssemblyScript. All have the same
 * arguments: `stride` bytes a vector, a multiple of 16 and at most 496; a count for each vector and row goes to `counts`, of 32
 * bits each, by tables of 16. Tables want rows of weights in groups of 16, and in a group the first byte of all, and so on.
 */
const SOURCE = `
export function bytesTile(input: usize, images: i32, weights: usize, rows: i32, stride: usize, counts: usize): void {
  for (let image = 0; image < images; image += 2) {
    const a = input + <usize>image * stride;
    for (let row = 0; row < rows; row += 2) {
      const w = weights + <usize>row * stride;
      let a0 = i8x16.splat(0), a1 = i8x16.splat(0), b0 = i8x16.splat(0), b1 = i8x16.splat(0);
      for (let at: usize = 0; at < stride; at += 16) {
        const w0 = v128.load(w + at), w1 = v128.load(w + stride + at);
        const xa = v128.load(a + at), xb = v128.load(a + stride + at);
        a0 = i8x16.add(a0, i8x16.popcnt(v128.xor(xa, w0)));
        a1 = i8x16.add(a1, i8x16.popcnt(v128.xor(xa, w1)));
        b0 = i8x16.add(b0, i8x16.popcnt(v128.xor(xb, w0)));
        b1 = i8x16.add(b1, i8x16.popcnt(v128.xor(xb, w1)));
      }
      const to = counts + ((<usize>image * rows + row) << 2);
      store<i32>(to, lanes(a0));
      store<i32>(to, lanes(a1), 4);
      store<i32>(to + (<usize>rows << 2), lanes(b0));
      store<i32>(to + (<usize>rows << 2), lanes(b1), 4);
    }
  }
}

export function bytesSingle(input: usize, images: i32, weights: usize, rows: i32, stride: usize, counts: usize): void {
  for (let image = 0; image < images; image++) {
    const a = input + <usize>image * stride;
    for (let row = 0; row < rows; row++) {
      const w = weights + <usize>row * stride;
      let ones = i8x16.splat(0);
      for (let at: usize = 0; at < stride; at += 16) {
        ones = i8x16.add(ones, i8x16.popcnt(v128.xor(v128.load(a + at), v128.load(w + at))));
      }
      store<i32>(counts + ((<usize>image * rows + row) << 2), lanes(ones));
    }
  }
}

export function carrySave(input: usize, images: i32, weights: usize, rows: i32, stride: usize, counts: usize): void {
  for (let image = 0; image < images; image++) {
    const a = input + <usize>image * stride;
    for (let row = 0; row < rows; row++) {
      const w = weights + <usize>row * stride;
      let ones = i8x16.splat(0);
      let at: usize = 0;
      for (; at + 112 <= stride; at += 112) {
        const x0 = v128.xor(v128.load(a + at), v128.load(w + at));
        const x1 = v128.xor(v128.load(a + at, 16), v128.load(w + at, 16));
        const x2 = v128.xor(v128.load(a + at, 32), v128.load(w + at, 32));
        const x3 = v128.xor(v128.load(a + at, 48), v128.load(w + at, 48));
        const x4 = v128.xor(v128.load(a + at, 64), v128.load(w + at, 64));
        const x5 = v128.xor(v128.load(a + at, 80), v128.load(w + at, 80));
        const x6 = v128.xor(v128.load(a + at, 96), v128.load(w + at, 96));
        const s0 = sum(x0, x1, x2), s1 = sum(s0, x3, x4), s2 = sum(s1, x5, x6);
        const c0 = carry(x0, x1, x2), c1 = carry(s0, x3, x4), c2 = carry(s1, x5, x6);
        const fours = i8x16.popcnt(carry(c0, c1, c2));
        const twos = i8x16.add(i8x16.popcnt(sum(c0, c1, c2)), i8x16.add(fours, fours));
        ones = i8x16.add(ones, i8x16.add(i8x16.popcnt(s2), i8x16.add(twos, twos)));
      }
      for (; at < stride; at += 16) {
        ones = i8x16.add(ones, i8x16.popcnt(v128.xor(v128.load(a + at), v128.load(w + at))));
      }
      store<i32>(counts + ((<usize>image * rows + row) << 2), lanes(ones));
    }
  }
}

export function wordsTile(input: usize, images: i32, weights: usize, rows: i32, stride: usize, counts: usize): void {
  for (let image = 0; image < images; image += 2) {
    const a = input + <usize>image * stride;
    for (let row = 0; row < rows; row += 2) {
      const w = weights + <usize>row * stride;
      let a0: u64 = 0, a1: u64 = 0, b0: u64 = 0, b1: u64 = 0;
      for (let at: usize = 0; at < stride; at += 8) {
        const w0 = load<u64>(w + at), w1 = load<u64>(w + stride + at);
        const xa = load<u64>(a + at), xb = load<u64>(a + stride + at);
        a0 += popcnt(xa ^ w0);
        a1 += popcnt(xa ^ w1);
        b0 += popcnt(xb ^ w0);
        b1 += popcnt(xb ^ w1);
      }
      const to = counts + ((<usize>image * rows + row) << 2);
      store<i32>(to, <i32>a0);
      store<i32>(to, <i32>a1, 4);
      store<i32>(to + (<usize>rows << 2), <i32>b0);
      store<i32>(to + (<usize>rows << 2), <i32>b1, 4);
    }
  }
}

/** For each 4 bits of a vector, a table of how many differ from each 4 bits of weights; 16 rows are looked up at once. */
export function tables(input: usize, images: i32, weights: usize, rows: i32, stride: usize, counts: usize): void {
  const table = memory.data(256);
  for (let bits = 0; bits < 256; bits++) store<u8>(table + bits, <u8>popcnt((bits >> 4) ^ (bits & 15)));
  const nibble = i8x16.splat(15);
  for (let image = 0; image < images; image += 2) {
    const a = input + <usize>image * stride;
    const b = a + stride;
    for (let row = 0; row < rows; row += 32) {
      const w0 = weights + <usize>row * stride;
      const w1 = w0 + 16 * stride;
      let a0 = i16x8.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
      for (let chunk: usize = 0; chunk < stride; chunk += 31) {
        const end = min(chunk + 31, stride);
        let onesA0 = i8x16.splat(0), onesA1 = onesA0, onesB0 = onesA0, onesB1 = onesA0;
        for (let at = chunk; at < end; at++) {
          const byteA = <usize>load<u8>(a + at), byteB = <usize>load<u8>(b + at);
          const lowA = v128.load(table + ((byteA & 15) << 4)), highA = v128.load(table + (byteA & 0xf0));
          const lowB = v128.load(table + ((byteB & 15) << 4)), highB = v128.load(table + (byteB & 0xf0));
          const bytes0 = v128.load(w0 + (at << 4)), bytes1 = v128.load(w1 + (at << 4));
          const low0 = v128.and(bytes0, nibble), high0 = i8x16.shr_u(bytes0, 4);
          const low1 = v128.and(bytes1, nibble), high1 = i8x16.shr_u(bytes1, 4);
          onesA0 = i8x16.add(i8x16.add(onesA0, i8x16.swizzle(lowA, low0)), i8x16.swizzle(highA, high0));
          onesA1 = i8x16.add(i8x16.add(onesA1, i8x16.swizzle(lowA, low1)), i8x16.swizzle(highA, high1));
          onesB0 = i8x16.add(i8x16.add(onesB0, i8x16.swizzle(lowB, low0)), i8x16.swizzle(highB, high0));
          onesB1 = i8x16.add(i8x16.add(onesB1, i8x16.swizzle(lowB, low1)), i8x16.swizzle(highB, high1));
        }
        a0 = i16x8.add(a0, i16x8.extend_low_i8x16_u(onesA0));
        a1 = i16x8.add(a1, i16x8.extend_high_i8x16_u(onesA0));
        a2 = i16x8.add(a2, i16x8.extend_low_i8x16_u(onesA1));
        a3 = i16x8.add(a3, i16x8.extend_high_i8x16_u(onesA1));
        b0 = i16x8.add(b0, i16x8.extend_low_i8x16_u(onesB0));
        b1 = i16x8.add(b1, i16x8.extend_high_i8x16_u(onesB0));
        b2 = i16x8.add(b2, i16x8.extend_low_i8x16_u(onesB1));
        b3 = i16x8.add(b3, i16x8.extend_high_i8x16_u(onesB1));
      }
      const to = counts + ((<usize>image * rows + row) << 1);
      v128.store(to, a0);
      v128.store(to, a1, 16);
      v128.store(to, a2, 32);
      v128.store(to, a3, 48);
      v128.store(to + (<usize>rows << 1), b0);
      v128.store(to + (<usize>rows << 1), b1, 16);
      v128.store(to + (<usize>rows << 1), b2, 32);
      v128.store(to + (<usize>rows << 1), b3, 48);
    }
  }
}

function sum(x: v128, y: v128, z: v128): v128 { return v128.xor(v128.xor(x, y), z); }
function carry(x: v128, y: v128, z: v128): v128 { return v128.or(v128.and(x, y), v128.and(v128.xor(x, y), z)); }
function lanes(bytes: v128): i32 {
  const sums = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes));
  return i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1) + i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3);
}
`;

/** Address of the first vector: below it lies what the kernels allocate. */
const INPUT = 4096;

const NAMES = ['bytesTile', 'bytesSingle', 'carrySave', 'wordsTile', 'tables'] as const;

export type PopcountKernel = (typeof NAMES)[number];

/** The layer to count in: bits a row, rows, and images. */
export interface PopcountSize {
  readonly columns: number;
  readonly rows: number;
  readonly images: number;
}

/** Compiles the kernels, and gives for each a function that runs it on the same random bits and returns the counts. */
export async function compilePopcountKernels({
  columns,
  rows,
  images,
}: PopcountSize): Promise<Readonly<Record<PopcountKernel, () => Uint32Array>>> {
  const { binary, stderr } = await asc.compileString(SOURCE, {
    runtime: 'stub',
    optimizeLevel: 3,
    noAssert: true,
    importMemory: true,
    enable: ['simd'],
  });
  if (binary === null) throw new Error(stderr.toString());

  const stride = 16 * Math.ceil(columns / 128);
  const weights = INPUT + images * stride;
  const counts = weights + rows * stride;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((counts + 4 * images * rows) / 65536) });
  const bits = new Uint8Array(memory.buffer, 0, counts);
  for (let index = 0; index < bits.length; index++) bits[index] = Math.random() * 256;
  const results = new Uint32Array(memory.buffer, counts, images * rows);

  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } });
  const kernels = exports as Record<PopcountKernel, (...args: number[]) => void>;
  const runs = NAMES.map((name) => {
    const run = () => {
      kernels[name](INPUT, images, weights, rows, stride, counts);
      return results;
    };
    return [name, run] as const;
  });
  return Object.fromEntries(runs) as Record<PopcountKernel, () => Uint32Array>;
}
