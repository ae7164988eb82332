import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { makeWorld, startOutreach, type World } from '../cli/world.ts';
import { startBrowser, violations, withPage } from './browser.ts';
import { threeNights } from './nights.ts';

let dhis2: Sandbox;
let world: World;
let browser: Browser;
let last: string;
let url: string;

beforeAll(async () => {
  dhis2 = await startOutreach();
  world = await makeWorld(dhis2.url, { 'index.json': '{}' });
  last = await threeNights(world);
  url = pathToFileURL(join(last, 'report.html')).href;
  browser = await startBrowser();
}, 240_000);
afterAll(async () => {
  await browser.close();
  await world.remove();
  await dhis2.close();
});

describe('the page of a run', () => {
  it.each([
    { width: 1280, scheme: 'light' },
    { width: 1280, scheme: 'dark' },
    { width: 360, scheme: 'light' },
    { width: 360, scheme: 'dark' },
  ] as const)('is in order at $width, $scheme', async (look) =>
    withPage(browser, url, look, async ({ page, complaints, requests }) => {
      for (const fold of await page.locator('details').all())
        await fold.evaluate((one) => one.setAttribute('open', ''));
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      expect(requests).toEqual([]);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width);
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
        look.scheme === 'dark' ? 'rgb(20, 24, 30)' : 'rgb(255, 255, 255)',
      );
    }),
  );

  it('says first what a person must do, and who; then everything else, in its order', async () =>
    withPage(browser, url, {}, async ({ page }) => {
      expect(await page.locator('h2').allTextContents()).toEqual([
        'To do first',
        'Counts',
        'Worth knowing of source, index and mapping',
        'The last runs',
        'What could not be sent, by cause',
        'Values that are not mapped',
        'Records gone from the source',
        'Files of this run',
      ]);
      expect(await page.locator('#todo h3').allTextContents()).toEqual([
        'Analyst (spec, mapping, look-ups)',
        'Whoever corrects the record at its source (Kobo)',
      ]);
      await expect(page.locator('#todo').textContent()).resolves.toContain('"Gamma Health Post" is not in the look-up');
      expect(await page.locator('#trend svg').count()).toBe(4);
      const first = page.locator('#rejects details').first();
      await first.locator('summary').click();
      await expect(first.textContent()).resolves.toMatch(/row 14 \(15 in Excel\)/);
    }));

  it('does not run what a cell says', async () =>
    withPage(browser, url, {}, async ({ page }) => {
      expect(await page.title()).toContain('outreach');
      expect(await page.locator('script, img').count()).toBe(0);
      await expect(page.locator('#todo').textContent()).resolves.toContain('<script>document.title="taken"</script>');
    }));

  it('can be used without a mouse', async () =>
    withPage(browser, url, {}, async ({ page }) => {
      await page.keyboard.press('Tab');
      const focused = (): Promise<string> => page.evaluate<string>('document.activeElement.textContent');
      expect(await focused()).toBe('To do first');
      const fold = page.locator('#rejects details').first();
      await fold.locator('summary').focus();
      await page.keyboard.press('Enter');
      expect(await fold.getAttribute('open')).not.toBeNull();
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.className')).toBe('scroll');
    }));

  it('leads to the event in DHIS2', async () => {
    const index = await world.index();
    await withPage(browser, url, {}, async ({ page }) => {
      expect(await page.locator('#missing a').first().getAttribute('href')).toBe(
        `${dhis2.url}/dhis-web-capture/index.html#/viewEvent?viewEventId=${index['uuid-0021']?.dhis2_uuid}`,
      );
    });
  });

  it('shows no cell, unless the spec says so', async () => {
    const shown = await readFile(join(last, 'report.html'), 'utf8');
    expect(shown).not.toMatch(/2025-02-30|>many</);
    expect((await stat(join(last, 'report.html'))).mode & 0o77).toBe(0);
    const other = await makeWorld(dhis2.url, { 'index.json': '{}' });
    try {
      const folder = await threeNights(other, { index: { namespace: 'other' }, artifacts: { personalData: true } });
      const all = await readFile(join(folder, 'report.html'), 'utf8');
      expect(all).toMatch(/2025-02-30/);
      expect(all).toMatch(/>many</);
      expect(all).toContain('It holds personal data');
    } finally {
      await other.remove();
    }
  });

  it('has the to-do list on the first sheet of paper', async () =>
    withPage(browser, url, {}, async ({ page }) => {
      const paper = { width: 794 - 76, height: 1123 - 76 };
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize(paper);
      const bottom = await page.locator('#todo').evaluate((one) => one.getBoundingClientRect().bottom);
      expect(bottom).toBeLessThan(paper.height);
      const pdf = await page.pdf({ format: 'A4' });
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    }));
});

describe('the page of the last weeks', () => {
  it('is made of what runs have left, and asks nobody', async () => {
    const { stdout, exitCode } = await world.etl(['report', 'pipeline.yaml', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ pipeline: 'outreach', runs: 3, latest: { exitCode: 1 } });
    const page = join(world.folder, 'runs/outreach/report.html');
    await withPage(browser, pathToFileURL(page).href, {}, async (opened) => {
      expect(await opened.page.title()).toBe('outreach: the last 4 weeks');
      const href = await opened.page.locator('#files a', { hasText: 'rejects.csv' }).getAttribute('href');
      expect(href).toMatch(/^\d{4}-.*Z(?:-\d+)?\/rejects\.csv$/);
      expect(await violations(opened.page)).toEqual([]);
      expect(opened.requests).toEqual([]);
    });
  });

  it('tells a report of an earlier release, and one that is none', async () => {
    const runs = join(world.folder, 'old');
    const [run, other] = [join(runs, '2099-01-01T000000Z'), join(runs, '2099-01-02T000000Z')];
    await mkdir(run, { recursive: true });
    const names = await readdir(join(world.folder, 'runs/outreach'));
    const first = names.find((name) => name.startsWith('2')) ?? '';
    const report = JSON.parse(
      await readFile(join(world.folder, 'runs/outreach', first, 'report.json'), 'utf8'),
    ) as Record<string, unknown>;
    const { changes: _changes, link: _link, ...old } = report;
    const rejects = [
      { key: 'k', row: 1, line: 2, column: 'a', field: null, value: 'secret', code: 'value/not-a-date' },
    ];
    const told = { ...old, rejects: rejects.map((one) => ({ ...one, message: '"secret" is no date', hint: null })) };
    await writeFile(join(run, 'report.json'), JSON.stringify(told, null, 2));
    await world.write('old.yaml', (await world.read('pipeline.yaml')).replace('{', '{"artifacts":{"folder":"old"},'));
    const made = await world.etl(['report', 'old.yaml', '--to', 'old.html']);
    expect([made.exitCode, made.stderr]).toEqual([0, '']);
    expect(await world.read('old.html')).toContain('value/not-a-date');
    expect(await world.read('old.html')).not.toContain('secret');
    await mkdir(other);
    await writeFile(join(other, 'report.json'), JSON.stringify({ ...told, drift: [{ columns: 7 }] }, null, 2));
    expect(await world.etl(['report', 'old.yaml', '--to', 'old.html'])).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('report/not-ours') as string,
    });
    await rm(runs, { recursive: true });
    expect(await world.etl(['report', 'old.yaml'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('report/no-runs') as string,
    });
  });
});
