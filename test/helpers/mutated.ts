import fc from 'fast-check';

/** Bytes made of valid ones by overwriting, inserting and cutting, or bytes out of nowhere. */
export function mutated(valid: Uint8Array): fc.Arbitrary<Uint8Array> {
  const place = fc.nat({ max: valid.length });
  const overwritten = fc.array(fc.tuple(place, fc.integer({ min: 0, max: 255 })), { maxLength: 8 }).map((changes) => {
    const bytes = new Uint8Array(valid);
    for (const [offset, byte] of changes) bytes[offset] = byte;
    return bytes;
  });
  const spliced = fc.tuple(place, fc.nat({ max: 16 }), fc.uint8Array({ maxLength: 16 })).map(([start, cut, added]) => {
    return Uint8Array.from([...valid.subarray(0, start), ...added, ...valid.subarray(start + cut)]);
  });
  const truncated = place.map((length) => valid.slice(0, length));
  return fc.oneof(overwritten, spliced, truncated, fc.uint8Array({ maxLength: 2048 }));
}
