import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs `act` with a new folder, which is removed afterwards. */
export async function inTemporaryFolder(act: (folder: string) => unknown): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'qcycle-test-'));
  try {
    await act(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
