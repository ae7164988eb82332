import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { deriveUid } from '../../src/dhis2/uid.ts';
import { examplesOf, ROOT } from './examples.ts';

const PAGE = 'docs/moving-in.md';

interface Vector {
  readonly namespace: string;
  readonly key: string;
  readonly generation: number;
  readonly uid: string;
}

async function vectors(): Promise<Vector[]> {
  const text = await readFile(path.join(ROOT, PAGE), 'utf8');
  return [...text.matchAll(/^\| `([^`]+)` \| `([^`]+)` \| (\d+) \| `([A-Za-z0-9]{11})` \|$/gm)].map(
    ([, namespace = '', key = '', generation, uid = '']) => ({ namespace, key, generation: Number(generation), uid }),
  );
}

it('the test vectors of UIDs hold', async () => {
  const all = await vectors();
  expect(all).toHaveLength(4);
  for (const { namespace, key, generation, uid } of all) expect(deriveUid(namespace, key, generation)).toBe(uid);
});

const hasPython = spawnSync('python3', ['--version']).status === 0;

it.runIf(hasPython)('the lines of Python come to the same UIDs', async () => {
  const code = examplesOf(PAGE).find((one) => one.words.has('vectors'))?.text ?? '';
  const all = await vectors();
  const calls = all.map(
    ({ namespace, key, generation }) =>
      `print(derive_uid(${JSON.stringify(namespace)}, ${JSON.stringify(key)}, ${generation}))`,
  );
  const env = { ...process.env, PYTHONIOENCODING: 'utf-8' };
  const { stdout, stderr } = spawnSync('python3', ['-'], {
    input: `${code}\n${calls.join('\n')}\n`,
    encoding: 'utf8',
    env,
  });
  expect(stderr).toBe('');
  expect(stdout.trim().split('\n')).toEqual(all.map((one) => one.uid));
});

it('the connections that read credentials.ini fit the pipeline', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'etl-moving-'));
  try {
    const block = examplesOf(PAGE).find((one) => one.words.has('connections'));
    const connections = path.join(folder, 'connections.yaml');
    await writeFile(connections, block?.text ?? '');
    const lake = [
      'account_url = https://lake.blob.core.windows.net',
      'sas_token_source = sv=2026&sig=a%%2Bb',
      'sas_token_index = sv=2026&sig=c',
      'container = sipca',
    ];
    const hmis = ['server = https://hmis.example.org/api/', 'user = sipca', 'password = 100%%'];
    await writeFile(
      path.join(folder, 'credentials.ini'),
      ['[ocba_datalake]', ...lake, '[ocba_dhis2]', ...hmis, ''].join('\n'),
    );
    const args = ['check', path.join(ROOT, 'pipelines/sipca.yaml'), '--no-source', '--connections', connections];
    const { status, stderr } = spawnSync(process.execPath, [path.join(ROOT, 'bin/etl.js'), ...args], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
