import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeReference } from '../../scripts/reference/reference.ts';
import { compileExpression } from '../../src/expression/compile.ts';
import { HELPERS } from '../../src/expression/helpers/helper-table.ts';
import { ROOT } from './examples.ts';

const text = readPage('docs/reference.md');

it('docs/reference.md says what the code declares (else: npm run reference)', async () => {
  expect(text).toBe(await makeReference());
});

it('tells of every function, with examples that compile', () => {
  for (const { name, examples } of HELPERS.values()) {
    expect(text).toContain(`### $${name}\n`);
    expect(examples.length).toBeGreaterThan(0);
    const context = { table: () => undefined, options: () => undefined, tableNames: [] };
    for (const { expression } of examples) expect(compileExpression(expression, context).ok).toBe(true);
  }
});

it('links within the pages lead somewhere', () => {
  const lost: string[] = [];
  for (const page of ['README.md', 'CONTRIBUTING.md', 'docs/reference.md', 'docs/moving-in.md', 'docs/dhis2.md']) {
    for (const [, target = ''] of readPage(page).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [file = '', anchor] = target.split('#');
      const there = file === '' ? page : path.join(path.dirname(page), file);
      const leads = existsSync(path.join(ROOT, there)) && (!anchor || anchors(readPage(there)).includes(anchor));
      if (!leads) lost.push(`${page}: ${target}`);
    }
  }
  expect(lost).toEqual([]);
});

function readPage(page: string): string {
  return readFileSync(path.join(ROOT, page), 'utf8');
}

/** As GitHub makes them from headings. */
function anchors(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
}
