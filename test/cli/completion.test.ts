import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { etl } from './in-process.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'etl-completion-'));
  mkdirSync(path.join(folder, 'my pipelines'));
  for (const file of ['sipca.yaml', 'other.yml', 'plan.json', 'notes.txt']) writeFileSync(path.join(folder, file), '');
});

afterAll(() => rmSync(folder, { recursive: true }));

async function scriptFor(shell: string): Promise<string> {
  const { exitCode, stdout, stderr } = await etl(['completion', shell], { cwd: folder });
  expect([exitCode, stderr]).toEqual([0, '']);
  return stdout;
}

function hasShell(shell: string): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0;
}

describe.skipIf(!hasShell('bash'))('bash', () => {
  const complete = (script: string, words: readonly string[]): string[] => {
    const asked = `${script}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _etl; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', asked, 'bash', ...words], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    return stdout.split('\n').filter((line) => line !== '');
  };
  let script: string;
  beforeAll(async () => {
    script = await scriptFor('bash');
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ['a command', ['etl', 'ru'], ['run']],
    ['a command or a topic', ['etl', 'm'], ['mapping', 'metadata']],
    ['the second word of a topic', ['etl', 'mapping', ''], ['export', 'generate', 'import', 'suggest']],
    ['what help is asked for', ['etl', 'help', 'map'], ['mapping']],
    ['the second word of that', ['etl', 'help', 'index', ''], ['move']],
    ['a flag', ['etl', 'plan', '--ou'], ['--out']],
    ['a flag after the spec', ['etl', 'plan', 'sipca.yaml', '--agai'], ['--against']],
    ['a flag of two words', ['etl', 'mapping', 'suggest', '--f'], ['--form']],
    ['a flag that forbids', ['etl', 'run', '--no-'], ['--no-shortcut']],
    ['a flag of every command', ['etl', 'run', '--env'], ['--env-file']],
    ['a spec, among folders', ['etl', 'run', ''], ['my pipelines', 'other.yml', 'sipca.yaml']],
    ['a spec, behind a flag', ['etl', 'run', '--quiet', 'si'], ['sipca.yaml']],
    ['any file', ['etl', 'show', 'p'], ['plan.json']],
    ['the file of a flag', ['etl', 'run', '--env-file', 'n'], ['notes.txt']],
    ['the file of a flag, with a sign between', ['etl', 'run', '--env-file', '=', 'n'], ['notes.txt']],
    ['the folder of a flag', ['etl', 'docs', '--to', ''], ['my pipelines']],
    ['one of few words', ['etl', 'completion', ''], ['bash', 'fish', 'zsh']],
    ['one of few words of a flag', ['etl', 'check', '--format', 'g'], ['github']],
    ['nothing, where nobody can know', ['etl', 'plan', '--limit', ''], []],
    ['nothing of what is no command', ['etl', 'xyzzy', ''], []],
  ])('%s', (_, words, choices) => {
    expect(complete(script, words).sort()).toEqual(choices);
  });

  test('all commands', () => {
    const words = complete(script, ['etl', '']);
    expect(words).toEqual(expect.arrayContaining(['check', 'completion', 'help', 'init', 'unmapped', 'verify']));
    expect(words.filter((word) => !/^[a-z]+$/.test(word))).toEqual([]);
  });
});

test.each(['bash', 'zsh', 'fish'])('%s can read its script', async (shell) => {
  const script = await scriptFor(shell);
  for (const word of ['completion', 'suggest', 'env-file']) expect(script).toContain(word);
  if (!hasShell(shell)) return;
  const file = path.join(folder, `etl.${shell}`);
  writeFileSync(file, script);
  const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

test.skipIf(!hasShell('fish'))('fish itself completes by it', async () => {
  const complete = (line: string): string[] => {
    const asked = `source etl.fish; complete -C ${JSON.stringify(line)}`;
    const { stdout, stderr } = spawnSync('fish', ['-N', '-c', asked], { cwd: folder, encoding: 'utf8' });
    expect(stderr).toBe('');
    return stdout.split('\n').flatMap((one) => (one === '' ? [] : [one.split('\t', 1).join('')]));
  };
  writeFileSync(path.join(folder, 'etl.fish'), await scriptFor('fish'));
  expect(complete('etl ru')).toEqual(['run']);
  expect(complete('etl mapping ')).toEqual(['export', 'generate', 'import', 'suggest']);
  expect(complete('etl help index ')).toEqual(['move']);
  expect(complete('etl mapping suggest --fo')).toEqual(['--form']);
  expect(complete('etl run si')).toEqual(['sipca.yaml']);
  expect(complete('etl check --format g')).toEqual(['github']);
});

test('another shell is refused, with those that there are', async () => {
  const { exitCode, stderr } = await etl(['completion', 'tcsh'], { cwd: folder });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('bash, zsh, fish');
});

test('as JSON', async () => {
  const { stdout } = await etl(['completion', 'bash', '--json'], { cwd: folder });
  expect(JSON.parse(stdout)).toEqual({ shell: 'bash', script: expect.stringContaining('complete -F _etl etl') });
});
