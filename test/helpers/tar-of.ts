const BLOCK = 512;

interface HeaderFields {
  readonly kind?: string;
  readonly prefix?: string;
  /** The size as octal digits, where it is not that of the content. */
  readonly size?: string;
}

/** A member of a POSIX tar archive. */
export function tarMember(name: string, content: Uint8Array, fields: HeaderFields = {}): Uint8Array {
  const member = new Uint8Array(BLOCK + Math.ceil(content.length / BLOCK) * BLOCK);
  const put = (offset: number, text: string) => member.set(new TextEncoder().encode(text), offset);
  put(0, name);
  put(124, fields.size ?? content.length.toString(8).padStart(11, '0'));
  put(148, '        ');
  put(156, fields.kind ?? '0');
  put(257, 'ustar\u000000');
  put(345, fields.prefix ?? '');
  const sum = member.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  member.set(content, BLOCK);
  return member;
}

/** A tar archive of some members and then of files by name. */
export function tarOf(files: Readonly<Record<string, Uint8Array>>, members: Iterable<number> = []): Uint8Array {
  const added = Object.entries(files).flatMap(([name, content]) => [...tarMember(name, content)]);
  return Uint8Array.from([...members, ...added, ...new Uint8Array(2 * BLOCK)]);
}
