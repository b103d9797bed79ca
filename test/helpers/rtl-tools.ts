import { missingTools, type Tool } from '../../sim/drivers/rtl/tools.js';

/** For hooks: skips the tests of a suite where programs are not installed; their titles then name those. */
export function needsTools(hook: Mocha.Context, tools: readonly Tool[]): void {
  const missing = missingTools(tools);
  if (missing.length === 0) return;
  for (const test of hook.test?.parent?.tests ?? []) test.title += ` (missing: ${missing.join(', ')})`;
  hook.skip();
}
