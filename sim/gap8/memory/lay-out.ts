/** Something that lies in a memory while some layers run, from one to another. */
export interface Resident {
  readonly name: string;
  readonly bytes: number;
  /** Indices of the first and the last of these layers. */
  readonly from: number;
  readonly until: number;
}

/** A resident with the address of its first byte, from the beginning of the memory's part. */
export interface Placed extends Resident {
  readonly address: number;
}

/** What lies where, and how many bytes that takes in all. */
export interface Layout {
  readonly placed: readonly Placed[];
  readonly bytes: number;
}

/** Buffers begin at words. */
const ALIGNMENT = 4;

/** Bytes that something takes in a memory. */
export function aligned(bytes: number): number {
  return ALIGNMENT * Math.ceil(bytes / ALIGNMENT);
}

/** Orders in which residents are placed: none is the best for all programs. */
const ORDERS: readonly ((a: Resident, b: Resident) => number)[] = [
  (a, b) => b.bytes - a.bytes,
  (a, b) => b.until - b.from - (a.until - a.from) || b.bytes - a.bytes,
  (a, b) => a.from - b.from || b.until - a.until,
  (a, b) => areaOf(b) - areaOf(a),
];

function areaOf({ bytes, from, until }: Resident): number {
  return bytes * (until - from + 1);
}

/**
 * Gives each resident a place that it shares with no other at any time: each the lowest that is free, in the order of those tried
 * that takes the fewest bytes.
 */
export function layOut(residents: readonly Resident[]): Layout {
  const layouts = ORDERS.map((order) => placeAll([...residents].sort(order)));
  return layouts.reduce((best, layout) => (layout.bytes < best.bytes ? layout : best));
}

/** The resident that ends highest, and how many bytes that is behind the end of a memory's part; undefined where all fit. */
export function misfitOf(
  residents: readonly Resident[],
  partBytes: number,
): { readonly resident: Resident; readonly missingBytes: number } | undefined {
  const { placed, bytes } = layOut(residents);
  const missingBytes = bytes - partBytes;
  return missingBytes <= 0 ? undefined : { resident: placed.find((each) => endOf(each) === bytes)!, missingBytes };
}

function placeAll(residents: readonly Resident[]): Layout {
  const placed: Placed[] = [];
  for (const resident of residents) placed.push({ ...resident, address: freeAddress(resident, placed) });
  return { placed, bytes: placed.reduce((most, each) => Math.max(most, endOf(each)), 0) };
}

/** The lowest address that is free while a resident is there. */
function freeAddress({ bytes, from, until }: Resident, placed: readonly Placed[]): number {
  const others = placed.filter((other) => other.from <= until && other.until >= from);
  let address = 0;
  for (const other of others.sort((a, b) => a.address - b.address)) {
    if (address + aligned(bytes) <= other.address) break;
    address = Math.max(address, endOf(other));
  }
  return address;
}

/** The first address behind a resident. */
export function endOf({ address, bytes }: Placed): number {
  return address + aligned(bytes);
}
