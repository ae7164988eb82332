/** `etl docs`: what it writes of specs of other shapes, and the page in a browser. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Dictionary } from '../../src/dictionary/dictionary.ts';
import { spec } from '../cli/outreach-files.ts';
import { makeWorld, type World } from '../cli/world.ts';
import { startBrowser, violations, withPage } from '../pages/browser.ts';
import { expectGolden } from './golden.ts';
import { say } from './say.ts';

let world: World;
let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
}, 120_000);
afterAll(() => browser.close());
beforeEach(async () => {
  const ignore = [
    { element: 'DeKoboKey01', reason: 'of another form <b>' },
    { column: 'notes', reason: 'for the team alone' },
  ];
  const transform = {
    dataValues: { DeVillage01: { from: '=village = "" ? "unknown" : $trim(village)', when: '=open = "yes"' } },
  };
  const mapping = { generated: '../mapping/mapping_generated.json', ignore };
  world = await makeWorld('http://127.0.0.1:9', { 'pipeline.yaml': spec({ mapping, transform }) });
  await world.write(
    'pipeline.cases.yaml',
    `cases:
  - name: A village that nobody names
    row: { facility: Alpha Health Post }
    expect: { Village: unknown, State of the road: ~ }
`,
  );
});
afterEach(() => world.remove());

async function dictionaryOf(file = 'pipeline.yaml'): Promise<Dictionary> {
  const { stdout } = await world.etl(['docs', file, '--to', 'out', '--json']);
  return (JSON.parse(stdout) as { dictionary: Dictionary }).dictionary;
}

it('tells how each value is made, by what it is tested, and what is left out and why', async () => {
  await expectGolden('docs/outreach.txt', await say(world, 'docs pipeline.yaml --to out', 'docs gone.yaml'), world);
  await expectGolden('docs/outreach.json', `${JSON.stringify(await dictionaryOf(), null, 2)}\n`, world);
  expect(await world.exists('out/outreach-dictionary.xlsx')).toBe(true);
});

it('knows specs without a mapping, and those that group rows into a data set', async () => {
  const { mapping: _, ...bare } = JSON.parse(spec()) as Record<string, unknown>;
  const transform = {
    orgUnit: '=$orgUnit(facility)',
    occurredAt: '=$date(visit_date)',
    dataValues: { DeOther0001: '=team_size' },
  };
  await world.write('bare.yaml', JSON.stringify({ ...bare, name: 'bare', transform }));
  const element = (await dictionaryOf('bare.yaml')).fields.find(({ is }) => is === 'element');
  expect(element).toMatchObject({ target: 'DeOther0001', name: 'DeOther0001', fillings: [{ columns: ['team_size'] }] });
  await world.write(
    'grouped.yaml',
    JSON.stringify({
      ...bare,
      name: 'grouped',
      source: {
        kind: 'csv',
        path: 'kobo.csv',
        key: ['_uuid'],
        group: { by: ['facility', '=$period(visit_date, "Monthly")'], as: 'visits' },
      },
      transform: {
        orgUnit: '=$orgUnit(facility)',
        period: '=period',
        dataValues: { DeVisits001: '=$count(visits[$int(team_size) > 2])' },
      },
      sink: { kind: 'dhis2-data-values', connection: 'hmis', dataSet: 'DsVisits001' },
    }),
  );
  const grouped = await dictionaryOf('grouped.yaml');
  expect(grouped.place).toMatchObject({ of: 'data set', id: 'DsVisits001' });
  expect(grouped.columns.find(({ column }) => column === 'facility')).toMatchObject({
    fills: ['orgUnit'],
    uses: ['source.group'],
  });
  expect(grouped.columns.find(({ column }) => column === 'visits')).toMatchObject({ fills: ['DeVisits001'] });
  expect(grouped.columns.map(({ column }) => column)).toContain('visits[].team_size');
});

describe('the page', () => {
  it.each([
    { width: 1280, scheme: 'light' },
    { width: 360, scheme: 'dark' },
  ] as const)('is in order at $width, $scheme', async (look) => {
    await world.etl(['docs', 'pipeline.yaml', '--to', 'out']);
    const url = pathToFileURL(join(world.folder, 'out/outreach-dictionary.html')).href;
    await withPage(browser, url, look, async ({ page, complaints, requests }) => {
      expect(await violations(page)).toEqual([]);
      expect([...complaints, ...requests]).toEqual([]);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width);
      await page.keyboard.press('Tab');
      await page.keyboard.type('village DeVill');
      expect(await page.locator('section:visible h3').allTextContents()).toEqual(['Village']);
      expect(await page.locator('#found').textContent()).toBe('1 found');
      await page.locator('#find').fill('');
      expect(await page.locator('section:visible').count()).toBeGreaterThan(10);
      await page.locator('#find').fill('another form <b>');
      expect(await page.locator('[data-find]:visible').allTextContents()).toEqual([
        expect.stringContaining('of another form <b>'),
      ]);
    });
  });
});
