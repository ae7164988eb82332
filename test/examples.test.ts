/** Each folder of examples/: its README.md is walked through, on a sandbox with its dhis2.json. */
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { etl } from './cli/in-process.ts';
import { examplesOf, ROOT } from './docs/examples.ts';
import { Tour } from './docs/tour.ts';

const EXAMPLES = path.join(ROOT, 'examples');
const folders = readdirSync(EXAMPLES, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

// Time for a busy machine.
test.for(folders)('%s goes as its README says', { timeout: 300_000 }, async (name) => {
  const folder = path.join(EXAMPLES, name);
  const tour = await Tour.start(await readFile(path.join(folder, 'dhis2.json'), 'utf8'), folder, 'inProcess');
  try {
    expect(await tour.play(examplesOf(path.join('examples', name, 'README.md')))).toBeGreaterThan(0);
  } finally {
    await tour.close();
  }
});

test('the list of examples names them all', async () => {
  const list = await readFile(path.join(EXAMPLES, 'README.md'), 'utf8');
  const named = [...list.matchAll(/^\| \[([^\]]+)\]\(\1\/README\.md\) \|/gm)].map(([, name]) => name);
  expect(new Set(named)).toEqual(new Set(folders));
});

test('`etl test` in the folder of the project tests all of them, without a server', async () => {
  const { exitCode, stdout, stderr } = await etl(['test', '--json'], { cwd: ROOT });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const { specs } = JSON.parse(stdout) as { specs: { spec: string }[] };
  const withCases = folders.filter((name) => existsSync(path.join(EXAMPLES, name, 'pipeline.cases.yaml')));
  expect(specs.map(({ spec }) => spec)).toEqual(
    expect.arrayContaining(withCases.map((name) => `examples/${name}/pipeline.yaml`)),
  );
});
