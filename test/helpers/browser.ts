import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Where Debian's package has it. */
const CHROMIUM = '/usr/bin/chromium';

/** Chromium without background connections, which the tests must not make. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts Debian's Chromium before some tests. Where it is missing they are skipped, and their titles say so. */
export async function startChromium(hook: Mocha.Context): Promise<Browser> {
  if (existsSync(CHROMIUM)) return chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
  for (const test of hook.test?.parent?.tests ?? []) test.title += ` (missing: ${CHROMIUM})`;
  return hook.skip();
}

/** A page that was opened, and what went wrong in it so far. */
export interface OpenedPage {
  readonly page: Page;
  /** Errors and warnings of the console, and uncaught exceptions. */
  readonly problems: readonly string[];
  /** Addresses of all requests but that for the file itself. */
  readonly requests: readonly string[];
}

/** Opens a report in a window of its own and waits until its charts are drawn. */
export async function openReport(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const problems: string[] = [];
  const requests: string[] = [];
  const address = pathToFileURL(file).href;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => {
    if (request.url() !== address) requests.push(request.url());
  });
  await page.goto(address);
  await waitUntilDrawn(page, options.colorScheme ?? 'light');
  return { page, problems, requests };
}

/** Waits until all charts are drawn in a colour scheme. */
export async function waitUntilDrawn(page: Page, scheme: string | null): Promise<void> {
  await page.waitForSelector(`html[data-drawn="${scheme}"]`, { state: 'attached' });
}

const POLL_MILLISECONDS = 20;

/** Waits until something holds of a page. Playwright's own way evaluates text in the page, which its policy forbids from the second time on. */
export async function waitUntil(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await setTimeout(POLL_MILLISECONDS);
}
