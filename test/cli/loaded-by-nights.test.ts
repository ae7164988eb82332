/**
 * What an ordinary night loads, of both sinks and both indexes: no compiler of schemas, no SDK of a storage that is not
 * used, no reader of workbooks. A schema that the build does not know would bring ajv.
 */
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { KNOWN_SCHEMAS } from '../../scripts/build/known-schemas.ts';
import { INSTANT } from '../../src/base/data-schema.ts';
import { FACTS, STATE } from '../../src/index/sqlite/entry-row.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { etl } from './in-process.ts';
import { etlLoading } from './loaded-modules.ts';

/** Each night is a process of its own, on a machine that may be busy. */
const PATIENCE_MS = 240_000;

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

test.each(['sqlite-index', 'forms-to-report'])(
  'a night of examples/%s',
  async (name) => {
    const cwd = await mkdtemp(join(tmpdir(), 'etl-night-'));
    await cp(join(EXAMPLES, name), cwd, { recursive: true });
    const metadata = JSON.parse(await readFile(join(cwd, 'dhis2.json'), 'utf8')) as object;
    const sandbox = await startSandbox({ metadata, version: '2.42' });
    const env = { DHIS2_URL: sandbox.url, DHIS2_USER: 'admin', DHIS2_PASSWORD: 'district' };
    try {
      if (name === 'forms-to-report') {
        await etl(['metadata', 'pull', 'pipeline.yaml'], { cwd, env });
        await etl(['mapping', 'generate', 'pipeline.yaml'], { cwd, env });
      }
      const nights = [
        ['plan', '--accept', 'new-index'],
        ['run', '--accept', 'new-index'],
        ['run'],
        ['verify'],
      ] as const;
      for (const [command, ...flags] of nights) {
        const { exitCode, packages, stderr } = await etlLoading([command, 'pipeline.yaml', ...flags], { cwd, env });
        expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('error')]);
        expect(packages.filter((one) => /^(?:ajv|@azure.*|saxes|yauzl|undici|typescript)$/.test(one))).toEqual([]);
        expect(packages).toContain('got');
      }
    } finally {
      await sandbox.close();
      await rm(cwd, { recursive: true, force: true });
    }
  },
  PATIENCE_MS,
);

test('what is asked on some days only is known as well: of times on the last days of a month, of rows that are looked up', () => {
  expect(KNOWN_SCHEMAS.data).toEqual(expect.arrayContaining([INSTANT, STATE, FACTS]));
});
