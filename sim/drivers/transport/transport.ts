import type { Readable, Writable } from 'node:stream';

/** A program that was started somewhere. */
export interface Connection {
  readonly input: Writable;
  readonly output: Readable;
  /** Settles when the program has ended or the connection is gone, with a few words that say why. */
  readonly ended: Promise<string>;
  /** Ends program and connection. */
  close(): void;
}

/** A way to a computer on which programs can be started. */
export interface Transport {
  /** Where it leads, for people. */
  readonly where: string;
  /**
   * Starts a program, given as a list of words that reach it unchanged.
   * @throws DeviceError where the computer cannot be reached or does not let us in
   */
  start(command: readonly string[]): Promise<Connection>;
}
