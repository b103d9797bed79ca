import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Signal = (typeof SIGNALS)[number];

/** The user, or the system, ended a command that could be ended in order. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  /** As shells have it: 128 and the number of the signal, 130 for Ctrl-C. */
  readonly exitCode: number;

  constructor(signal: Signal, message: string) {
    super(message);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * Does something that a signal of the system ends: the first one aborts the given AbortSignal, a second one does what it does
 * by default.
 * @param message what is said then
 */
export async function interruptible<T>(message: string, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupt = (signal: Signal) => {
    stopListening();
    controller.abort(new Interruption(signal, message));
  };
  const stopListening = () => {
    for (const signal of SIGNALS) process.off(signal, interrupt);
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  try {
    return await act(controller.signal);
  } finally {
    stopListening();
  }
}
