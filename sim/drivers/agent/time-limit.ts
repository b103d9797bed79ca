/** A limit of time. What came in time counts, also where this computer was too busy to take it at once. */
export class TimeLimit {
  private timer: NodeJS.Timeout | undefined;
  private afterwards: NodeJS.Immediate | undefined;

  /** @param passed is called when the time has passed */
  constructor(
    private readonly seconds: number,
    private readonly passed: () => void,
  ) {}

  /** Begins anew. */
  start(): void {
    this.end();
    this.timer = setTimeout(() => {
      // Between timers and this, Node takes what has arrived.
      this.afterwards = setImmediate(this.passed);
    }, this.seconds * 1000);
  }

  end(): void {
    clearTimeout(this.timer);
    clearImmediate(this.afterwards);
  }
}
