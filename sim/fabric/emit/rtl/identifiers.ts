/** Gives names that are identifiers in SystemVerilog, each its own: other characters become underscores. */
export class Identifiers {
  private readonly given = new Map<string, string>();
  private readonly taken = new Set<string>();

  /** @param prefix of all names, so that none is a keyword or begins with a digit */
  constructor(private readonly prefix: string) {}

  of(name: string): string {
    const known = this.given.get(name);
    if (known !== undefined) return known;
    const plain = `${this.prefix}${name.replace(/\W/g, '_')}`;
    let identifier = plain;
    for (let copy = 2; this.taken.has(identifier); copy++) identifier = `${plain}_${copy}`;
    this.taken.add(identifier);
    this.given.set(name, identifier);
    return identifier;
  }
}
