/**
 * What commands say, held against files: `test/golden/<command>/<case>.txt`. UPDATE_GOLDEN=1 writes them anew; look at the
 * difference before it is committed.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { World } from '../cli/world.ts';

/** Holds a text against `test/golden/<name>`, such as `plan/losses.txt`; what changes from day to day is taken out of it first. */
export async function expectGolden(name: string, text: string, world: Pick<World, 'folder' | 'url'>): Promise<void> {
  const file = join(import.meta.dirname, name);
  const shown = withoutToday(text, world);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, shown);
  }
  expect(shown).toBe(await readFile(file, 'utf8'));
}

/** Times of today, places on this machine and the port are not what a case is about. */
export function withoutToday(text: string, { folder, url }: Pick<World, 'folder' | 'url'>): string {
  const today = new Date().toISOString().slice(0, 10);
  return text
    .replaceAll(new RegExp(`${today}T\\d{6}Z(?:-\\d+)?`, 'g'), '<now>')
    .replaceAll(new RegExp(`${today}T[0-9:.]+Z?`, 'g'), '<now>')
    .replaceAll(today, '<today>')
    .replaceAll(folder, '<folder>')
    .replaceAll(url, '<dhis2>');
}
