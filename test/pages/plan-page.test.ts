/** The page of a plan, for whoever approves it: the same as of a run, in the words of what would be. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { csv, row, rows, spec } from '../cli/outreach-files.ts';
import { makeWorld, run, startOutreach, type World } from '../cli/world.ts';
import { startBrowser, violations, withPage } from './browser.ts';

let dhis2: Sandbox;
let world: World;
let browser: Browser;

beforeAll(async () => {
  dhis2 = await startOutreach();
  world = await makeWorld(dhis2.url, { 'pipeline.yaml': spec(), 'kobo.csv': csv(rows(8)) });
  await run(world, '--accept', 'new-index');
  const edited = rows(8).map((one, at) => ({ ...one, village: at === 0 ? '' : `New ${at}` }));
  await world.write('kobo.csv', csv([...edited, row(9, { weight: 'abc' })]));
  browser = await startBrowser();
}, 240_000);
afterAll(async () => {
  await browser.close();
  await world.remove();
  await dhis2.close();
});

const plan = (...more: readonly string[]) => world.etl(['plan', 'pipeline.yaml', '--html', 'night.html', ...more]);

describe('the page of a plan', () => {
  it('says what would be, to the owner alone, and also where a guard refuses it', async () => {
    const { exitCode } = await plan('--json');
    expect(exitCode).toBe(4);
    expect((await stat(join(world.folder, 'night.html'))).mode & 0o777).toBe(0o600);
    await withPage(browser, pathToFileURL(join(world.folder, 'night.html')).href, {}, async ({ page, complaints }) => {
      expect(await page.locator('h2').allTextContents()).toEqual([
        'To do first',
        'Counts',
        'Worth knowing of source, index and mapping',
        'What cannot be sent, by cause',
        'What would change, question by question',
      ]);
      const text = (await page.locator('body').textContent()) ?? '';
      expect(text).toContain('Plan (nothing was sent)');
      expect(text).toContain('changed, would be sent');
      expect(text).toContain('Losses: what DHIS2 has now, and would be blank');
      for (const cell of ['abc', 'New 3', 'Village 1']) expect(text).not.toContain(cell);
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });

  it('is French where the spec says so, and shows cells where it may', async () => {
    await world.write('pipeline.yaml', spec({ language: 'fr', artifacts: { personalData: true } }));
    await plan('--quiet');
    const page = await world.read('night.html');
    expect(page).toContain('Ce qui changerait, question par question');
    expect(page).toContain('<q>abc</q>');
  });

  it('is one error where it cannot be written', async () => {
    const { exitCode, stderr } = await world.etl(['plan', 'pipeline.yaml', '--html', 'nowhere/night.html']);
    expect([exitCode, stderr]).toMatchObject([2, expect.stringContaining('nowhere/night.html') as string]);
  });
});
