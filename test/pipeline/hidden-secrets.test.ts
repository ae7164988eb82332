/**
 * A secret that stands in a spec, a connections file, an env file or an INI file, where the file is broken around it, is
 * in nothing that people or machines are told: not a piece of six characters of it.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ProblemsError } from '../../src/base/errors.ts';
import type { Problem } from '../../src/base/problem.ts';
import { printableJson } from '../../src/base/printable.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { drawProblems } from '../../src/cli/frame.ts';
import { toJsonProblem } from '../../src/base/json-problem.ts';
import { isExpression } from '../../src/expression/is-expression.ts';
import { loadSpec } from '../../src/pipeline/load-spec.ts';
import { readableIn } from '../readable-secret.ts';
import { inTurn, numbered } from '../slice.ts';
import { TEST_KINDS } from './test-kinds.ts';

const SECRETS = [
  'Kx7-canary_Pw42!z',
  'HUNTERTWO',
  'huntertwo-is-long',
  'c2VjcmV0Q2FuYXJ5MTIzNDU2Nzg5==',
  'pa55, w0rd: of = m1ne #9 "q',
  "o'clock: {brace} [list] 77",
  'd2pat_5xVA12xyUbWNedQxy4ohH77WlxRGVvZZ1151814092',
];

/** Ways to write the value of a secret key; most of them are wrong. */
const VALUES: Readonly<Record<string, (secret: string) => string>> = {
  plain: (s) => s,
  'in double quotes': (s) => `"${s}"`,
  'in single quotes': (s) => `'${s}'`,
  'opening brace': (s) => `{${s}`,
  'in braces': (s) => `{${s}}`,
  'in brackets': (s) => `[${s}]`,
  'opening bracket': (s) => `[${s}`,
  percent: (s) => `%${s}`,
  at: (s) => `@${s}`,
  backtick: (s) => `\`${s}`,
  'colon behind': (s) => `${s}: x`,
  'colon before': (s) => `x: ${s}`,
  'reference not closed': (s) => `\${${s}`,
  'reference that is none': (s) => `\${1${s}}`,
  'reference of a file that is none': (s) => `\${ini:${s}}`,
  'default of a reference': (s) => `\${NOTHING_SET:-${s}}`,
  'default of what is none': (s) => `\${1NOTHING:-${s}}`,
  alias: (s) => `*${s}`,
  anchor: (s) => `&${s}`,
  tag: (s) => `!${s}`,
  'tag with two': (s) => `!!${s}`,
  'block header': (s) => `|${s}`,
  'folded header': (s) => `>${s}`,
  dash: (s) => `- ${s}`,
  'question mark': (s) => `? ${s}`,
  equals: (s) => `=${s}`,
  'double quote not closed': (s) => `"${s}`,
  'single quote not closed': (s) => `'${s}`,
  'quote behind': (s) => `${s}"`,
  'quoted, with more behind': (s) => `"${s}" more`,
  'escape that is none': (s) => `"\\q${s}"`,
  comment: (s) => `# ${s}`,
  'behind a comment': (s) => `x # ${s}`,
  tab: (s) => `\t${s}`,
  'closing brace': (s) => `${s}}`,
  'on the next line': (s) => `\n      ${s}`,
  'on the next line, not indented': (s) => `\n${s}`,
  'on the next line, as a key': (s) => `\n${s}: x`,
  'over lines': (s) => `\n      ${s.slice(0, 7)}\n      ${s.slice(7)}`,
  'in a block': (s) => `|\n      ${s}`,
  'in a block, indented wrongly': (s) => `|\n      x\n     ${s}`,
  'in a folded block': (s) => `>-\n      ${s}`,
  'quoted over lines': (s) => `"x\n      ${s}"`,
  'quoted over lines, not closed': (s) => `"x\n${s}\n`,
  'twice, with a line between': (s) => `${s}\n    password: ${s}`,
  'with a NUL': (s) => `${s}\0`,
  'with a carriage return': (s) => `${s}\r\n`,
};

/** Where in a file the value stands; `value` may have lines. */
const PLACES: Readonly<Record<string, (value: string) => Files>> = {
  'a block': (value) => ({
    spec: spec(`  hmis:\n    kind: dhis2\n    url: https://x.org\n    username: a\n    password: ${value}`),
  }),
  'a block, with more below': (value) => ({
    spec: spec(
      `  hmis:\n    kind: dhis2\n    token: ${value}\n    url: https://x.org\n  data:\n    kind: file\n    folder: d`,
    ),
  }),
  'a block of another key': (value) => ({
    spec: spec(
      `  data:\n    kind: azure-blob\n    container: abc\n    accountUrl: https://x.org\n    sasToken: ${value}`,
    ),
  }),
  'a block indented wrongly': (value) => ({ spec: spec(`  hmis:\n    kind: dhis2\n   password: ${value}`) }),
  'a connection that has lost its indentation': (value) => ({
    spec: spec(`  hmis:\n  kind: dhis2\n  password: ${value}`),
  }),
  'a block with tabs': (value) => ({ spec: spec(`  hmis:\n\tkind: dhis2\n\tpassword: ${value}`) }),
  'a block without kind': (value) => ({ spec: spec(`  hmis:\n    password: ${value}`) }),
  'a block of an unknown kind': (value) => ({ spec: spec(`  hmis:\n    kind: dhis\n    password: ${value}`) }),
  'a block below a misspelt word': (value) => ({
    spec: spec(`  hmis:\n    kind: dhis2\n    password: ${value}`).replace('connections:', 'conections:'),
  }),
  'a flow': (value) => ({
    spec: spec(`  hmis: { kind: dhis2, username: a, password: ${value}, url: "https://x.org" }`),
  }),
  'the end of a flow': (value) => ({ spec: spec(`  hmis: { kind: dhis2, username: a, password: ${value} }`) }),
  'a flow that is not closed': (value) => ({ spec: spec(`  hmis: { kind: dhis2, username: a, password: ${value}`) }),
  'an unknown key': (value) => ({
    spec: spec(`  hmis:\n    kind: dhis2\n    url: https://x.org\n    passphrase: ${value}`),
  }),
  'a misspelt key': (value) => ({
    spec: spec(`  hmis:\n    kind: dhis2\n    url: https://x.org\n    pasword: ${value}`),
  }),
  'the connection itself': (value) => ({ spec: spec(`  hmis: ${value}`) }),
  'a line of its own': (value) => ({ spec: spec(`  hmis:\n    kind: dhis2\n    url: https://x.org\n    ${value}`) }),
  'a key': (value) => ({ spec: spec(`  hmis:\n    kind: dhis2\n    url: https://x.org\n    ${value}: x`) }),
  'a connections file': (value) => ({
    spec: spec('').replace('connections:\n', 'connections: c.yaml'),
    'c.yaml': `hmis:\n  kind: dhis2\n  url: https://x.org\n  username: a\n  password: ${value}\n`,
  }),
  'a URL': (value) => ({ spec: spec(`  hmis:\n    kind: dhis2\n    url: https://user:${value}@x.org\n    token: x`) }),
  'outside of connections': (value) => ({ spec: `${spec('  hmis:\n    kind: dhis2')}password: ${value}\n` }),
};

interface Files {
  readonly spec: string;
  readonly [name: string]: string;
}

function spec(connections: string): string {
  return `name: clinic
connections:
${connections}
source: { kind: csv, path: data.csv, key: _uuid }
sink: { kind: dhis2-events, connection: hmis, program: Nep6qUpNTNn }
index: { path: index.json }
transform: { orgUnit: =FACILITY, occurredAt: =DAY }
`;
}

const folder = mkdtempSync(join(tmpdir(), 'etl-hidden-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All that is told of a pipeline, to people and to machines. */
async function tell(files: Files, envFile?: string): Promise<string> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const secrets = new Secrets();
  const options = { env: {}, cwd: folder, secrets, registry: TEST_KINDS, isExpression, envFile };
  let problems: readonly Problem[];
  try {
    problems = (await loadSpec('spec', options)).warnings;
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    ({ problems } = error);
  }
  const json = printableJson(secrets.toJson(problems.map(toJsonProblem), 2) ?? '');
  return `${drawProblems(problems, { color: false, secrets })}\n${json}`;
}

describe.each(numbered(PLACES))('in %s', (_, toFiles, place) => {
  test.each(numbered(VALUES))('%s', async (__, write, value) => {
    const told: string[] = [];
    // All secrets at every place and in every way of writing.
    for (const secret of inTurn(SECRETS, place + value)) {
      const text = await tell(toFiles(write(secret)));
      for (const piece of readableIn(text, secret, 1)) told.push(`${piece} of ${secret} in\n${text}`);
    }
    expect(told).toEqual([]);
  });
});

describe('in an env file', () => {
  const HMIS = spec(
    '  hmis:\n    kind: dhis2\n    url: https://x.org\n    username: a\n    password: ${DHIS2_PASSWORD}',
  );
  test.each<readonly [string, (secret: string) => string]>([
    ['alone on its line', (s) => s],
    ['alone on its line, with an equals sign', (s) => `${s}=`],
    ['with a colon', (s) => `DHIS2_PASSWORD: ${s}`],
    ['with a quote that is not closed', (s) => `DHIS2_PASSWORD='${s}`],
    ['with a double quote that is not closed', (s) => `DHIS2_PASSWORD="${s}`],
    ['quoted, with more behind', (s) => `DHIS2_PASSWORD='x' ${s}`],
    ['over lines', (s) => `DHIS2_PASSWORD="x\n${s}"`],
    ['before the name', (s) => `${s} DHIS2_PASSWORD=x`],
    ['as a name that is no name', (s) => `${s}-x=1`],
    ['with export alone', (s) => `export ${s}`],
    ['of a key that is nearly the one', (s) => `DHIS2_PASSWORT=${s}`],
  ])('%s', async (_, write) => {
    for (const secret of SECRETS)
      expect(readableIn(await tell({ spec: HMIS, 'my.env': `A=1\n${write(secret)}\n` }, 'my.env'), secret, 1)).toEqual(
        [],
      );
  });
});

describe('in an INI file', () => {
  const of = (reference: string): string =>
    spec(
      `  hmis:\n    kind: dhis2\n    url: https://x.org\n    username: a\n    password: \${ini:my.ini#${reference}}`,
    );
  test.each<readonly [string, (secret: string) => string]>([
    ['alone on its line', (s) => `[dhis2]\n${s}\nother = x`],
    ['as a key', (s) => `[dhis2]\n${s} = x\nother = x`],
    ['as a section', (s) => `[${s}]\nother = x`],
    ['before any section', (s) => `${s} = x\n[dhis2]\n`],
    ['as a value', (s) => `[dhis2]\npasswort = ${s}`],
  ])('%s', async (_, write) => {
    for (const secret of SECRETS) {
      for (const reference of ['dhis2.password', 'dhis.password', 'dhis2.']) {
        const told = await tell({ spec: of(reference), 'my.ini': `${write(secret)}\n` });
        expect([...readableIn(told, secret, 1), ...readableIn(told, secret.toLowerCase(), 1)]).toEqual([]);
      }
    }
  });
});

describe('what is no secret is told as before', () => {
  test.each([
    ['a reference that is not set', '${DHIS2_PASSWORD}', 'The variable DHIS2_PASSWORD is not set.'],
    ['one in small letters', '${dhis2_password}', 'The variable dhis2_password is not set.'],
    ['an INI file that is not there', '${ini:no.ini#a.password}', 'There is no file no.ini.'],
  ])('%s', async (_, value, message) => {
    const told = await tell(PLACES['a block']?.(value) as Files);
    expect(told).toContain(message);
    expect(told).toContain(`password: ${value}`);
  });

  test('a misspelt key, and the known ones', async () => {
    const told = await tell(PLACES['a misspelt key']?.('x') as Files);
    expect(told).toContain('There is no key "pasword" in connections.hmis (dhis2).');
    expect(told).toContain('Did you mean password?');
  });

  test('the rest of a flow', async () => {
    const told = await tell({
      spec: spec('  hmis: { kind: dhis2, username: a, password: "sesame", urls: "https://x.org" }'),
    });
    expect(told).toContain('hmis: { kind: dhis2, username: a, password: ***, urls: ');
  });
});

describe('a comment beside a secret', () => {
  /** What is left of a text where the connections have this comment, in a spec and in a file of their own. */
  async function masked(comment: string, text: string): Promise<string[]> {
    const connections = `  hmis:\n    kind: dhis2\n    url: https://x.org # ${comment}\n    # ${comment}\n    username: a\n    password: \${HMIS_PASSWORD} # ${comment}\n`;
    const flow = `  hmis: { kind: dhis2, url: "https://x.org", username: a, password: "\${HMIS_PASSWORD}" } # ${comment}\n`;
    return Promise.all(
      [connections, flow].map(async (lines) => {
        const secrets = new Secrets();
        writeFileSync(join(folder, 'commented.yaml'), spec(lines));
        const env = { HMIS_PASSWORD: 'aB3-canary_88' };
        const options = { env, cwd: folder, secrets, registry: TEST_KINDS, isExpression, envFile: undefined };
        await loadSpec('commented.yaml', options).catch((error: unknown) =>
          expect(error).toBeInstanceOf(ProblemsError),
        );
        return secrets.mask(text);
      }),
    );
  }

  test.each([
    ['may write the index', 'No other run may write the index of this pipeline.'],
    ['Ask Maria of HMIS, she has the list.', 'Ask Maria of HMIS, she has the list.'],
    ['May write the index (since 2026), nothing else.', 'cannot write the index'],
  ])('that is prose masks nothing: %s', async (comment, text) => {
    expect(await masked(comment, text)).toEqual([text, text]);
  });

  test.each([
    ['password: Kx7-canary_Pw42!z', 'Kx7-canary_Pw42!z'],
    ['the old password: correct horse battery', 'correct horse battery'],
    ['before that it was Kx7-canary_Pw42!z in May', 'Kx7-canary_Pw42!z'],
    ['HUNTERTWO', 'HUNTERTWO'],
  ])('that may hold one hides it: %s', async (comment, secret) => {
    for (const text of await masked(comment, `it says ${secret} there`))
      expect(readableIn(text, secret, 1)).toEqual([]);
  });
});
