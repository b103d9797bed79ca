/** A queue of numbers, each with the own time of a loop at which it is due, ascending. */
export class OwnTimeQueue {
  length = 0;
  private start = 0;
  private times = new Float64Array(8);
  private values = new Float64Array(8);

  /** Own time of the `index`-th entry. Needs `index` below the length. */
  at(index: number): number {
    return this.times[(this.start + index) & (this.times.length - 1)];
  }

  value(index: number): number {
    return this.values[(this.start + index) & (this.times.length - 1)];
  }

  push(at: number, value: number): void {
    if (this.length === this.times.length) this.grow();
    const end = (this.start + this.length) & (this.times.length - 1);
    this.times[end] = at;
    this.values[end] = value;
    this.length++;
  }

  /** Takes the first `count` entries away. */
  drop(count: number): void {
    this.start = (this.start + count) & (this.times.length - 1);
    this.length -= count;
  }

  /** Takes the last entry away. */
  dropLast(): void {
    this.length--;
  }

  private grow(): void {
    const times = new Float64Array(2 * this.times.length);
    const values = new Float64Array(2 * this.times.length);
    for (let index = 0; index < this.length; index++) {
      times[index] = this.at(index);
      values[index] = this.value(index);
    }
    this.times = times;
    this.values = values;
    this.start = 0;
  }
}
