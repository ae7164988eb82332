import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSite } from '../../scripts/site/build.ts';
import { PAGES } from '../../scripts/site/pages.ts';
import { startBrowser, violations, withPage } from '../pages/browser.ts';
import { ROOT } from './examples.ts';
import { serveFolder } from './static-server.ts';

let folder: string;
let broken: readonly string[];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'etl-site-'));
  broken = await buildSite(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('every link leads somewhere', () => {
  expect(broken).toEqual([]);
});

test('every page of docs/ and of the examples is one of the site', async () => {
  const docs = (await readdir(path.join(ROOT, 'docs'))).filter((name) => name.endsWith('.md'));
  const files = docs.map((name) => `docs/${name}`);
  expect(files.filter((file) => !PAGES.some((page) => page.file === file))).toEqual([]);
  expect((await readdir(folder)).filter((name) => name.endsWith('.html'))).toHaveLength(PAGES.length);
});

test('what pages lead to is in the folder, with its anchor; other addresses are those that stand in the text', async () => {
  const pages = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.html'));
  const texts = new Map<string, string>();
  for (const page of pages) texts.set(page, await readFile(path.join(folder, page), 'utf8'));
  const lost: string[] = [];
  for (const [page, text] of texts) {
    expect(text).not.toMatch(/<(?:script|link|iframe)\b/);
    const source = PAGES.find((one) => one.page === page);
    const written = source ? await readFile(path.join(ROOT, source.file), 'utf8') : '';
    for (const [, target = ''] of text.matchAll(/ (?:href|src)="([^"]+)"/g)) {
      const isThere = /^[a-z]+:/.test(target) ? written.includes(target) : await leadsSomewhere(page, target, texts);
      if (!isThere) lost.push(`${page}: ${target}`);
    }
  }
  expect(lost).toEqual([]);
  expect(pages.length).toBeGreaterThan(PAGES.length);
});

async function leadsSomewhere(page: string, target: string, texts: ReadonlyMap<string, string>): Promise<boolean> {
  const [file = '', anchor] = target.split('#', 2);
  const there = file === '' ? page : path.join(path.dirname(page), file);
  const found = await stat(path.join(folder, there)).catch(() => undefined);
  if (found?.isFile() !== true) return false;
  return anchor === undefined || (texts.get(there)?.includes(` id="${anchor}"`) ?? false);
}

test('a browser goes from page to page of any server: files, pictures, two widths, nothing that is hard to read', async () => {
  const served = await serveFolder(folder);
  const browser = await startBrowser();
  try {
    const [open, seen, wrong]: [string[], Set<string>, string[]] = [[`${served.url}index.html`], new Set(), []];
    for (let url = open.pop(); url !== undefined; url = open.pop()) {
      if (seen.has(url)) continue;
      seen.add(url);
      const found = url.endsWith('.html') ? await lookAt(browser, url) : await fetchFile(url);
      wrong.push(...found.wrong.map((one) => `${url}: ${one}`));
      open.push(...found.links.filter((one) => one.startsWith(served.url)));
    }
    expect(wrong).toEqual([]);
    expect([...seen].filter((url) => url.endsWith('.html')).length).toBeGreaterThan(PAGES.length);
  } finally {
    await browser.close();
    await served.close();
  }
}, 300_000);

/** What is wrong with a page on a phone in the dark, and for every third page on a screen by day, and where it leads. */
async function lookAt(browser: Browser, url: string): Promise<Seen> {
  const links: string[] = [];
  const wrong: string[] = [];
  const phone = { width: 360, scheme: 'dark' } as const;
  const looks = url.length % 3 === 0 ? [phone, { width: 1280, scheme: 'light' } as const] : [phone];
  for (const look of looks)
    await withPage(browser, url, look, async ({ page, complaints, requests }) => {
      links.push(...(await page.$$eval('a[href]', (all) => all.map((one) => (one as unknown as Link).href))));
      const wide = await page.$eval('html', ({ scrollWidth }) => scrollWidth);
      const blank = await page.$$eval('img', (all) =>
        all.filter((one) => (one as unknown as Picture).naturalWidth === 0),
      );
      if (wide > look.width) wrong.push(`${wide} wide on ${look.width}`);
      if (blank.length > 0) wrong.push('a picture is not shown');
      wrong.push(...complaints, ...requests.filter((one) => new URL(one).host !== new URL(url).host));
      // The same words in the same order at both: one look tells.
      if (look === looks.at(-1)) wrong.push(...(await violations(page)));
    });
  return { links: links.map((link) => link.split('#')[0] ?? ''), wrong };
}

async function fetchFile(url: string): Promise<Seen> {
  const { status } = await fetch(url);
  return { links: [], wrong: status === 200 ? [] : [`${status}`] };
}

interface Seen {
  readonly links: readonly string[];
  readonly wrong: readonly string[];
}

interface Link {
  readonly href: string;
}

interface Picture {
  readonly naturalWidth: number;
}
