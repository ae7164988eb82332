import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSite } from '../../scripts/site/build.ts';
import { PAGES } from '../../scripts/site/pages.ts';

const DOCS = join(import.meta.dirname, '../../docs');

let folder: string;
let broken: readonly string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etl-site-'));
  broken = await buildSite(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('every link leads somewhere', () => {
  expect(broken).toEqual([]);
});

test('every page of docs/ is one of the site', async () => {
  const files = (await readdir(DOCS)).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`);
  expect(files.filter((file) => !PAGES.some((page) => page.file === file))).toEqual([]);
  expect((await readdir(folder)).filter((name) => name.endsWith('.html'))).toHaveLength(PAGES.length);
});

test('pages lead to pages, and ask nobody for anything', async () => {
  for (const { page } of PAGES) {
    const text = await readFile(join(folder, page), 'utf8');
    const targets = [...text.matchAll(/ (?:href|src)="([^"]+)"/g)].map(([, target = '']) => target);
    expect(targets.filter((target) => /\.md(?:#|$)/.test(target) && !target.startsWith('https:'))).toEqual([]);
    expect(text).not.toMatch(/<(?:script|link|iframe)\b/);
  }
});
