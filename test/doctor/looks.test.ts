import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { EtlError, ProblemsError } from '../../src/base/errors.ts';
import { problem } from '../../src/base/problem.ts';
import { freeBytes } from '../../src/base/writable-folder.ts';
import { proxyFor } from '../../src/base/proxy.ts';
import { fault, fine, warningOf } from '../../src/contracts/finding.ts';
import { judgeSpace } from '../../src/doctor/examine-machine.ts';
import { exitCodeOfFindings, Looks } from '../../src/doctor/looks.ts';

const FINE = fine('doctor/node', { version: '24' });

test('what is found before trouble counts, and the trouble too', async () => {
  const looks = new Looks();
  const isFine = await looks.take({ part: 'index', what: 'The index' }, async function* () {
    yield FINE;
    throw new EtlError('dhis2/not-dhis2', { url: 'https://x' });
  });
  expect(isFine).toBe(false);
  expect(looks.found.map(({ code, is }) => [code, is])).toEqual([
    ['doctor/node', 'fine'],
    ['dhis2/not-dhis2', 'fault'],
  ]);
});

test('what never ends is told, and what it found before counts', async () => {
  const looks = new Looks();
  const look = { part: 'dhis2', what: 'A server', seconds: 0.05 } as const;
  const isFine = await looks.take(look, async function* () {
    yield FINE;
    await new Promise(() => {});
  });
  expect(isFine).toBe(false);
  expect(looks.isUnderWay).toBe(true);
  expect(looks.found.map(({ code }) => code)).toEqual(['doctor/node', 'doctor/out-of-time']);
});

test('what two looks find alike is told once; a bug of ours is no finding', async () => {
  const looks = new Looks();
  const why = problem('env/missing', { name: 'X' });
  for (const part of ['spec', 'spec'] as const)
    await looks.take({ part, what: 'Spec' }, () => {
      throw new ProblemsError([why]);
    });
  expect(looks.found.map(({ code, is }) => [code, is])).toEqual([['env/missing', 'fault']]);
  const bug = looks.take({ part: 'spec', what: 'Spec' }, () => {
    throw new TypeError('a bug');
  });
  await expect(bug).rejects.toThrow('a bug');
});

test('the exit code is that of the run that would meet these faults', () => {
  const warning = warningOf('doctor/batch-none', {});
  const world = fault('dhis2/not-dhis2', { url: 'x' });
  const guard = fault('guard/other-owner', { location: 'x', what: 'program', theirs: 'a', ours: 'b' });
  const spec = { ...world, code: 'env/missing' as const };
  expect(exitCodeOfFindings([FINE])).toBe(0);
  expect(exitCodeOfFindings([FINE, warning])).toBe(1);
  expect(exitCodeOfFindings([world, warning])).toBe(3);
  expect(exitCodeOfFindings([world, guard])).toBe(4);
  expect(exitCodeOfFindings([world, guard, spec])).toBe(2);
});

test('a disk on which there is less than is needed', async () => {
  const free = await freeBytes(tmpdir());
  expect(await judgeSpace('Copies', tmpdir(), free * 2)).toMatchObject({ is: 'warning', code: 'doctor/little-space' });
});

test.each([
  ['https://dhis2.example.org', { HTTPS_PROXY: 'http://p' }, { variable: 'HTTPS_PROXY', isUsed: false }],
  [
    'https://dhis2.example.org',
    { https_proxy: 'http://p', NODE_USE_ENV_PROXY: '1' },
    { variable: 'https_proxy', isUsed: true },
  ],
  ['https://dhis2.example.org', { HTTP_PROXY: 'http://p' }, undefined],
  ['https://dhis2.example.org', { HTTPS_PROXY: 'http://p', NO_PROXY: 'x, .example.org' }, undefined],
  ['https://dhis2.example.org', { HTTPS_PROXY: 'http://p', NO_PROXY: '*' }, undefined],
  ['https://dhis2.example.org', { HTTPS_PROXY: '' }, undefined],
])('the proxy for %s in %j', (url, env, expected) => {
  expect(proxyFor(url, env)).toEqual(expected);
});
