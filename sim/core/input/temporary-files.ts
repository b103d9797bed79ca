import { rmSync } from 'node:fs';

const present = new Set<string>();
let watching = false;

/** Removes the file when the process ends early, by exit or by signal, unless `forgetTemporary` came first. */
export function rememberTemporary(file: string): void {
  if (!watching) watchForEnd();
  watching = true;
  present.add(file);
}

export function forgetTemporary(file: string): void {
  present.delete(file);
}

function watchForEnd(): void {
  process.on('exit', removeAll);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      removeAll();
      // Without a handler of somebody else's, the signal does what it does by default.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    });
  }
}

function removeAll(): void {
  for (const file of present) rmSync(file, { force: true });
}
