/** Pages in a real browser: what they load, what they say, and what people without a mouse or good eyes make of them. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const NOT_HERE: ReadonlySet<string> = new Set([
  '--single-process',
  '--no-zygote',
  '--disable-web-security',
  '--allow-running-insecure-content',
]);

export async function startBrowser(): Promise<Browser> {
  return playwright.launch({
    // One process for all would end with the first page, and what a page asks of others is to be seen.
    args: chromium.args.filter((arg) => !NOT_HERE.has(arg)),
    executablePath: await chromium.executablePath(),
    headless: true,
  });
}

export interface Look {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
}

/** A page as it was opened, with all that went wrong or over the wire. */
export interface Opened {
  readonly page: Page;
  /** What the console has complained of. */
  readonly complaints: readonly string[];
  /** Addresses that the page has asked for, itself left out. */
  readonly requests: readonly string[];
}

/** Opens an address, does something with it, and closes it whatever happens. */
export async function withPage<T>(
  browser: Browser,
  url: string,
  { width = 1280, scheme = 'light' }: Look,
  use: (opened: Opened) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    bypassCSP: false,
  });
  try {
    const page = await context.newPage();
    const [complaints, requests]: [string[], string[]] = [[], []];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (request.url() !== url) requests.push(request.url());
    });
    await page.goto(url);
    return await use({ page, complaints, requests });
  } finally {
    await context.close();
  }
}

/** Rules of accessibility that a page breaks: each with the first place. */
export async function violations(page: Page): Promise<string[]> {
  // The page forbids scripts, so what looks at it comes in beside the page.
  const source = await readFile(AXE, 'utf8');
  const found = await page.evaluate(async (script) => {
    // eslint-disable-next-line no-eval
    (0, eval)(script);
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    return (await axe.run()).violations;
  }, source);
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`);
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}
