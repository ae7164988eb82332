import { describe, expect, test } from 'vitest';
import { etl } from './in-process.ts';

const cwd = import.meta.dirname;

describe('a word that is no command gets the nearest', () => {
  test.each([
    [['rnu', 'x.yaml'], 'There is no command "rnu". Did you mean run?'],
    [['Run', 'x.yaml'], 'There is no command "Run". Did you mean run?'],
    [['maping'], 'There is no command "maping". Did you mean mapping?'],
    [['maping', 'generate'], 'There is no command "maping generate". Did you mean mapping generate?'],
    [['mapping', 'genrate', 'x.yaml'], 'There is no command "mapping genrate". Did you mean mapping generate?'],
    [['index', 'mvoe'], 'There is no command "index mvoe". Did you mean index move?'],
    [['help', 'rnu'], 'There is no command "rnu". Did you mean run?'],
    [['xyzzy'], 'There is no command "xyzzy". `etl help` lists'],
    [['run', 'x.yaml', '--quite'], 'There is no flag --quite. Did you mean --quiet? `etl run --help` lists'],
    [['mapping', 'generate', 'x.yaml', '--jsn'], 'There is no flag --jsn. Did you mean --json?'],
    [['plan', 'x.yaml', '--xyzzy'], 'There is no flag --xyzzy. `etl plan --help` lists'],
    [['kinds', 'csv'], '`etl kinds` takes no "csv". `etl kinds --help` says what it takes'],
  ])('%j', async (args, message) => {
    const { exitCode, stdout, stderr } = await etl(args, { cwd });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`error: ${message}`);
  });

  test.each([
    [['plan'], '`etl plan` needs more:\n  SPEC: The pipeline spec, a YAML file.\n`etl plan --help` says what it takes'],
    [['mapping', 'import', 'x.yaml'], '`etl mapping import` needs more:\n  FILE: The spreadsheet'],
    [['completion'], '`etl completion` needs more:\n  SHELL: bash, zsh or fish.'],
  ])('%j says what is missing', async (args, message) => {
    const { exitCode, stdout, stderr } = await etl(args, { cwd });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`error: ${message}`);
    expect(stderr).not.toContain('Note:');
  });

  test('as JSON, too', async () => {
    const { exitCode, stdout } = await etl(['rnu', '--json'], { cwd });
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'usage', message: expect.stringContaining('mean run?') },
    });
  });
});

describe('help is there by every name', () => {
  const help = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await etl(args, { cwd });
    expect([exitCode, stderr]).toEqual([0, '']);
    return stdout;
  };

  test.each([['help'], ['-h'], ['help', '--help']])('%s', async (...args) => {
    expect(await help(...args)).toBe(await help('--help'));
  });

  test.each([
    ['help', 'run'],
    ['run', '-h'],
    ['run', 'x.yaml', '-h'],
  ])('%s %s', async (...args) => {
    expect(await help(...args)).toBe(await help('run', '--help'));
  });

  test.each([
    ['help', 'mapping', 'generate'],
    ['mapping', 'generate', '--help'],
    ['mapping', 'generate', '-h'],
  ])('of two words, %s %s %s, as often as it is asked', async (...args) => {
    expect(await help(...args)).toContain('$ etl mapping generate SPEC');
  });

  test.each([
    ['help', 'mapping'],
    ['mapping', '--help'],
  ])('of a topic, %s %s', async (...args) => {
    expect(await help(...args)).toContain('$ etl mapping ');
  });

  test('and what it told of is found afterwards, words and all', async () => {
    const { stderr } = await etl(['mapping', 'generate', 'nothing.yaml'], { cwd });
    expect(stderr).toContain('nothing.yaml');
    expect(stderr).not.toContain('not found');
  });

  test('the version', async () => {
    expect(await help('-v')).toMatch(/^dhis2-etl\//);
    expect(await help('version')).toBe(await help('--version'));
  });
});
