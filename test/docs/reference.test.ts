import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeReference } from '../../scripts/reference/reference.ts';
import { compileExpression } from '../../src/expression/compile.ts';
import { FUNCTIONS } from '../../src/expression/functions/function-table.ts';
import { ROOT } from './examples.ts';

const text = readFileSync(path.join(ROOT, 'docs/reference.md'), 'utf8');

it('docs/reference.md says what the code declares (else: npm run reference)', async () => {
  expect(text).toBe(await makeReference());
});

it('tells of every function, with examples that compile', () => {
  for (const { name, examples } of FUNCTIONS.values()) {
    expect(text).toContain(`### $${name}\n`);
    expect(examples.length).toBeGreaterThan(0);
    const context = { table: () => undefined, options: () => undefined, tableNames: [] };
    for (const { expression } of examples) expect(compileExpression(expression, context).ok).toBe(true);
  }
});

it('links within the pages lead somewhere', () => {
  for (const page of ['README.md', 'CONTRIBUTING.md', 'docs/reference.md', 'docs/moving-in.md', 'docs/dhis2.md']) {
    const body = readFileSync(path.join(ROOT, page), 'utf8');
    for (const [, target = ''] of body.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [file = '', anchor] = target.split('#');
      const there = file === '' ? page : path.join(path.dirname(page), file);
      const isFolder = !path.basename(there).includes('.') && there !== 'LICENSE';
      if (isFolder) continue;
      const found = readFileSync(path.join(ROOT, there), 'utf8');
      if (anchor !== undefined) expect(anchors(found), `${page}: ${target}`).toContain(anchor);
    }
  }
});

/** As GitHub makes them from headings. */
function anchors(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title.toLowerCase().replaceAll(/[^\p{L}\p{N}\s-]/gu, '').trim().replaceAll(/\s/g, '-'),
  );
}
