/** Who sleeps at a barrier. */
interface Sleeper {
  wake(release: number): void;
}

/** The event unit's barrier: cores that read from it sleep until all have come. */
export class EventUnit {
  #waiting = 0;
  /** Cycles in which the cores went on behind each barrier. */
  readonly releases: number[] = [];

  constructor(
    private readonly cores: readonly Sleeper[],
    private readonly wakeCycles: number,
  ) {}

  /** A core that has just gone to sleep in this cycle. The last one wakes all. */
  arrive(cycle: number): void {
    this.#waiting++;
    if (this.#waiting < this.cores.length) return;
    this.#waiting = 0;
    const release = cycle + this.wakeCycles;
    for (const core of this.cores) core.wake(release);
    this.releases.push(release);
  }
}
