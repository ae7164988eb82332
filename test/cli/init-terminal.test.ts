/** `etl init` asks at a terminal, and nowhere else. */
import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { METADATA } from '../setup/wash/dhis2.ts';
import { ROWS } from '../setup/wash/rows.ts';
import { toCsv } from '../setup/workbook.ts';
import { HAS_TERMINAL, openTerminal, type Typing } from './typing.ts';
import { filesBelow, makeWorld, type World } from './world.ts';

let dhis2: Sandbox;
let world: World;
const children: ChildProcess[] = [];

beforeAll(async () => {
  dhis2 = await startSandbox({ metadata: METADATA });
});
afterAll(() => dhis2.close());
beforeEach(async () => {
  world = await makeWorld(dhis2.url, { 'data.csv': toCsv(ROWS) });
});
afterEach(async () => {
  // None is left behind by a test that fails.
  children.splice(0).forEach((child) => child.kill('SIGKILL'));
  await world.remove();
});

async function open(args: string, first: string, more: { readonly columns?: number } = {}): Promise<Typing> {
  const home = process.env['HOME'] ?? '';
  const typing = await openTerminal(args, { cwd: world.folder, env: { HOME: home, TZ: 'UTC' }, first, ...more });
  children.push(typing.child);
  return typing;
}

const ENTER = '\r';
const DOWN = '\u001B[B';
const CTRL_C = '\u0003';
const madeFiles = async (): Promise<string[]> =>
  (await filesBelow(world.folder)).map((file) => file.slice(world.folder.length + 1));

describe.skipIf(!HAS_TERMINAL)('on a terminal', () => {
  test('it asks for all that is missing, tells a wrong answer and asks again; the password is shown and kept nowhere', async () => {
    const asked = await open('init wash', 'The form, an XLSForm');
    await asked.type(`nothing.xlsx${ENTER}`, 'There is no file nothing.xlsx.');
    await asked.type(`\u0015${ENTER}`, 'An export of its answers');
    await asked.type(ENTER, 'A form or an export is needed.');
    await asked.type(`data.csv${ENTER}`, 'Address of DHIS2');
    await asked.type(`hmis${ENTER}`, 'An address starts with https://');
    await asked.type(`\u0015${dhis2.url}${ENTER}`, 'Name of the account');
    await asked.type(`admin${ENTER}`, 'Its password');
    await asked.type(`district${ENTER}`, 'What do the records become?');
    await asked.type(DOWN, '❯ values of a data set');
    await asked.type('\u001B[A', '❯ events of a program');
    await asked.type(ENTER, 'Its name or UID');
    await asked.type(`WASH asessment${ENTER}`, 'Did you mean "WASH assessment"?');
    await asked.type(`\u0015wash ASSESSMENT${ENTER}`, 'etl plan wash/pipeline.yaml');
    expect(await asked.exitCode).toBe(0);
    expect(stripVTControlCharacters(asked.shown())).not.toContain('district');
    const texts = await Promise.all((await filesBelow(join(world.folder, 'wash'))).map((file) => readFile(file)));
    expect(texts.some((text) => text.includes('district'))).toBe(false);
    expect(await world.read('wash/example.env')).toContain('DHIS2_USER=admin\nDHIS2_PASSWORD=\n');
  });

  test.each([
    ['at the first question', []],
    ['in the middle of an answer', [['data', 'data']]],
    [
      'at the password',
      [
        [ENTER, 'An export'],
        [`data.csv${ENTER}`, 'Address'],
        [`http://127.0.0.1:9${ENTER}`, 'account'],
        [`ana${ENTER}`, 'password'],
      ],
    ],
  ] as const)('Ctrl-C %s leaves, and nothing is written', async (_, keys) => {
    const asked = await open('init wash', 'The form, an XLSForm');
    for (const [key, until] of keys) await asked.type(key, until);
    await asked.type(CTRL_C, 'stopped; nothing is written');
    expect(await asked.exitCode).toBe(130);
    expect(asked.shown()).not.toContain('fault of etl');
    expect(await madeFiles()).toEqual(['data.csv']);
  });

  test('what flags and environment say is not asked; files that are there are replaced by a yes alone', async () => {
    await world.write('wash/orgUnits.csv', 'mine\n');
    const account = `--url ${dhis2.url} --username admin --program PrWash00001`;
    const no = await open(`init wash --export data.csv ${account}`, 'wash/orgUnits.csv: there already. Replace?');
    await no.type(`n${ENTER}`, 'init/exists');
    expect(await no.exitCode).toBe(2);
    expect(await world.read('wash/orgUnits.csv')).toBe('mine\n');
    const yes = await open(`init wash --export data.csv ${account}`, 'there already. Replace?');
    await yes.type(`y${ENTER}`, 'Its password');
    await yes.type(`district${ENTER}`, 'etl plan wash/pipeline.yaml');
    expect(await yes.exitCode).toBe(0);
    expect(await world.read('wash/orgUnits.csv')).not.toContain('mine');
  });

  test('a wrong password ends it with what DHIS2 says, and nothing is written', async () => {
    const asked = await open(`init wash --export data.csv --url ${dhis2.url} --username admin`, 'Its password');
    await asked.type(`wrong${ENTER}`, 'What do the records become?');
    await asked.type(ENTER, 'dhis2/');
    expect(await asked.exitCode).toBe(3);
    expect(asked.shown()).not.toContain('wrong');
    expect(await madeFiles()).toEqual(['data.csv']);
  });

  test('a narrow one shows each question whole', async () => {
    const asked = await open('init wash', 'The form', { columns: 24 });
    await asked.type(ENTER, 'An export');
    await asked.type(`data.csv${ENTER}`, 'Address');
    await asked.type(CTRL_C);
    expect(await asked.exitCode).toBe(130);
    const shown = stripVTControlCharacters(asked.shown()).replace(/\s+/g, '');
    expect(shown).toContain('Anexportofitsanswers(.csv,.xlsx);nothingwherethereisnoneyet:');
  });

  test('with --json nothing is asked there either', async () => {
    const asked = await open('init wash --json', 'init/');
    expect(await asked.exitCode).toBe(2);
    expect(asked.shown()).not.toContain('XLSForm (.xlsx); nothing');
  });
});

test('without a terminal nothing is asked: it ends at once', async () => {
  const { exitCode, stderr, stdout } = await world.start(['init', 'wash'], { DHIS2_URL: '' }).ended;
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain('init/');
});
