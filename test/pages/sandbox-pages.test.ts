import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { makeWorld, startOutreach, type World } from '../cli/world.ts';
import { startBrowser, violations, withPage } from './browser.ts';
import { HOSTILE, threeNights } from './nights.ts';

let dhis2: Sandbox;
let world: World;
let browser: Browser;
let uid: string;

beforeAll(async () => {
  dhis2 = await startOutreach();
  world = await makeWorld(dhis2.url, { 'index.json': '{}' });
  await threeNights(world);
  const index = await world.index();
  uid = index['uuid-0007']?.dhis2_uuid ?? '';
  browser = await startBrowser();
}, 240_000);
afterAll(async () => {
  await browser.close();
  await world.remove();
  await dhis2.close();
});

describe('the sandbox in a browser', () => {
  it.each(['light', 'dark'] as const)('shows an analyst what arrived, from page to page, %s', async (scheme) =>
    withPage(browser, dhis2.url, { width: 360, scheme }, async ({ page, complaints }) => {
      const inOrder = async (): Promise<void> => {
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      };
      expect(await page.title()).toBe('What has arrived in the sandbox');
      await inOrder();
      for (const address of ['/sandbox/units', '/sandbox/imports']) {
        await page.goto(dhis2.url + address);
        await inOrder();
      }
      await page.goto(dhis2.url);
      await page.locator('a[href="/sandbox/programs/PrgOutreac1"]').click();
      await inOrder();
      await page.locator(`a[href="/sandbox/events/${uid}"]`).click();
      await page.waitForURL(`**/sandbox/events/${uid}`);
      await inOrder();
      expect(await page.locator('script, img').count()).toBe(0);
      await expect(page.locator('main').textContent()).resolves.toContain(HOSTILE);
      expect(complaints).toEqual([]);
    }),
  );

  it.each([
    ['/dhis-web-capture/index.html#/viewEvent?viewEventId=UID', '/sandbox/events/UID'],
    [
      '/dhis-web-aggregate-data-entry/index.html#/?dataSetId=TstMonthly1&orgUnitId=TstClinicA1&periodId=202603',
      '/sandbox/forms/TstMonthly1/TstClinicA1/202603',
    ],
  ])('goes on from %s', async (from, to) =>
    withPage(browser, dhis2.url + from.replace('UID', uid), {}, async ({ page }) => {
      const address = dhis2.url + to.replace('UID', uid);
      await page.waitForURL(address);
      expect(page.url()).toBe(address);
    }),
  );
});
