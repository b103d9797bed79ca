const LONGEST = 40;

/** A found value as a message shows it: one short line, whatever the value is. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return looksOtherwise(value) ? JSON.stringify(value) : showName(value);
  return String(value);
}

/** A name that a user chose: plain where it is plain, quoted, escaped and shortened where it is not. */
export function showName(name: string): string {
  if (/^[\w./+-]+$/.test(name) && name.length <= LONGEST) return name;
  return JSON.stringify(name.length <= LONGEST ? name : `${name.slice(0, LONGEST)}...`);
}

/** Whether a text would be taken for a number or a truth value if it were shown plain. */
function looksOtherwise(text: string): boolean {
  return text === 'true' || text === 'false' || (text.trim() !== '' && !Number.isNaN(Number(text)));
}
