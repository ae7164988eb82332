/**
 * What each command loads: an import that was meant to happen where it is used, and does not, makes every start dearer for
 * all. Whoever needs more for a command adds it here, and knows why.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { etlProcess } from './etl.ts';
import { etl } from './in-process.ts';
import { etlLoading } from './loaded-modules.ts';

const SIPCA = fileURLToPath(new URL('../../pipelines/sipca.yaml', import.meta.url));
const ENV = {
  SIPCA_DATALAKE_URL: 'https://datalake.example.org',
  SIPCA_SAS_SOURCE: 'sv=2024&sig=source',
  SIPCA_SAS_INDEX: 'sv=2024&sig=index',
  SIPCA_DHIS2_URL: 'https://hmis.example.org',
  SIPCA_DHIS2_USER: 'etl',
  SIPCA_DHIS2_PASSWORD: 'not-a-password',
};

/** The frame of every command that does something; help is told from the manifest. */
const FRAME = ['base', 'cli', 'contracts', 'messages'];
/** A spec, its mapping and its expressions; the registry brings the kinds, whose SDKs stay out. */
const SPEC = `base cli commands contracts dhis2 drift engine expression generate http index job jsonata mapping messages
  pipeline registry sinks sources storage`.split(/\s+/);

/** What oclif brings with it, and what the messages need to say “did you mean”. */
const OCLIF =
  /^(?:@oclif\/core|ansi-.*|ansis|balanced-match|brace-expansion|clean-stack|cli-spinners|color-.*|debug|ejs|emoji-regex|escape-string-regexp|fastest-levenshtein|fdir|get-package-type|has-flag|indent-string|is-.*|lilconfig|minimatch|ms|picomatch|powershell-utils|semver|string-width|strip-ansi|supports-color|tinyglobby|widest-line|wordwrap|wrap-ansi|wsl-utils)$/;

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'etl-loaded-'));
});
afterAll(() => rm(cwd, { recursive: true }));

test.each<[string, string[], string[]]>([
  ['--version', [], []],
  ['--help', ['cli'], []],
  ['check --help', ['cli'], []],
  ['codes expression/unknown-column', [...FRAME, 'commands', 'job'], []],
  ['kinds', [...FRAME, 'commands', 'dhis2', 'http', 'index', 'job', 'registry', 'sinks', 'sources', 'storage'], []],
  ['eval 1+1', [...FRAME, 'commands', 'expression', 'job', 'jsonata', 'playground'], ['jsonata']],
  [`check ${SIPCA} --no-source`, SPEC, ['ajv/dist/runtime', 'fast-deep-equal', 'jsonata', 'yaml']],
])('etl %s', async (line, rooms, packages) => {
  const loaded = await etlLoading(line.split(' '), { cwd, env: ENV });
  expect([loaded.exitCode, loaded.stderr]).toEqual([0, expect.not.stringContaining('error')]);
  expect(loaded.rooms).toEqual([...rooms].sort());
  expect(loaded.packages.filter((name) => !OCLIF.test(name))).toEqual(packages);
});

test('etl --version says what the command line would say', async () => {
  const { stdout } = await etlProcess(['--version'], { cwd });
  expect(stdout).toBe((await etl(['--version'], { cwd })).stdout);
});
