/** Numbers in sets that can be joined, each with a number of its own that stands for it. */
export class DisjointSets {
  private readonly parents: number[] = [];

  /** A new set with one number in it. */
  create(): number {
    return this.parents.push(this.parents.length) - 1;
  }

  /** The number that stands for the set. */
  find(number: number): number {
    let root = number;
    while (this.parents[root] !== root) {
      this.parents[root] = this.parents[this.parents[root]];
      root = this.parents[root];
    }
    return root;
  }

  /** Makes two sets one. */
  join(a: number, b: number): void {
    this.parents[this.find(b)] = this.find(a);
  }
}
