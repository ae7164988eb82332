/**
 * A mapping is not made anew as long as making means the same: `GENERATOR_VERSION`. Here is what all cases come to in that
 * version. Where one of them changes, raise it; then, or where there are only new cases: `UPDATE_GOLDEN=1`.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { GENERATOR_VERSION } from '../../src/generate/generator-version.ts';

const CASES = path.join(import.meta.dirname, 'cases');
const GOLDEN = path.join(import.meta.dirname, 'generator-version.json');

/** Of what goes in and what comes out: `generate.test.ts` holds the generator to these files. */
function digestOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) hash.update(`${file}\n`).update(readFileSync(path.join(folder, file)));
  return hash.digest('hex').slice(0, 16);
}

test('the cases come to what this version of the generator makes of them', () => {
  const cases = Object.fromEntries(readdirSync(CASES).map((name) => [name, digestOf(path.join(CASES, name))]));
  const now = { version: GENERATOR_VERSION, cases };
  if (process.env['UPDATE_GOLDEN']) writeFileSync(GOLDEN, `${JSON.stringify(now, null, 2)}\n`);
  expect(now).toEqual(JSON.parse(readFileSync(GOLDEN, 'utf8')));
});
