import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProblemsError } from '../../../src/base/errors.ts';
import { toLineColumn } from '../../../src/base/document.ts';
import { FAULT_EXAMPLE } from '../../../src/sandbox/faults/fault-example.ts';
import type { Fault } from '../../../src/sandbox/faults/fault-kinds.ts';
import { FaultPicker } from '../../../src/sandbox/faults/fault-picker.ts';
import type { FaultPlan } from '../../../src/sandbox/faults/fault-plan.ts';
import { loadFaultPlan } from '../../../src/sandbox/faults/load-fault-plan.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faults-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function load(text: string): Promise<FaultPlan> {
  const file = join(folder, 'faults.yaml');
  await writeFile(file, text);
  return loadFaultPlan(file);
}

/** Code and place of each problem of a file. */
async function problemsOf(text: string): Promise<string[]> {
  const error = await load(text).catch((thrown: unknown) => thrown);
  if (!(error instanceof ProblemsError)) throw new Error('no problems');
  return error.problems.map(({ code, place }) => {
    const at = place ? toLineColumn(place.source.text, place.start) : { line: 0, column: 0 };
    return `${at.line}:${at.column} ${code}`;
  });
}

describe('a file of faults', () => {
  test('the example of the help is one', async () => {
    const { seed, faults } = await load(FAULT_EXAMPLE);
    expect(seed).toBe(7);
    expect(faults.map((one) => one.kind)).toEqual(['hang', 'status', 'cut']);
  });

  test('may be JSON, and defaults are filled in', async () => {
    expect(await load('{"faults":[{"kind":"restart"}]}')).toEqual({
      seed: 1,
      freshServer: false,
      faults: [{ kind: 'restart', nth: 1, carriedOut: false, downMs: 1000 }],
    });
  });

  test.each([
    ['', ['1:1 yaml/empty']],
    ['seed: 1', ['1:1 spec/missing-key']],
    ['faults: hang', ['1:9 spec/wrong-value']],
    ['faults:\n  - path: /api', ['2:5 spec/missing-key']],
    ['faults:\n  - { kind: hung }', ['2:13 spec/not-one-of']],
    ['faults:\n  - hang', ['2:5 spec/wrong-value']],
    ['faults:\n  - { kind: hang, bytes: 3 }', ['2:19 spec/unknown-key']],
    ['faults:\n  - { kind: late, carriedOut: true }', ['2:19 spec/unknown-key']],
    ['faults:\n  - { kind: hang, nth: 0, method: post }', ['2:24 spec/wrong-value', '2:35 spec/not-one-of']],
    ['faults:\n  - { kind: reset }\n  - { kind: status, status: 200 }', ['3:29 spec/wrong-value']],
    ['faults:\n  - { kind: late, lateMs: soon }', ['2:27 spec/wrong-value']],
    ['faults:\n  - { kind: reset, path: api }', ['2:26 spec/wrong-value']],
    ['faults:\n  - { kind: reset, probability: 2 }', ['2:33 spec/wrong-value']],
    ['fault: []\nfaults: []', ['1:1 spec/unknown-key']],
  ])('%j has problems, each in its place', async (text, problems) => {
    expect((await problemsOf(text)).sort()).toEqual(problems);
  });
});

const POST = { method: 'POST', path: '/api/tracker' };
const GET = { method: 'GET', path: '/api/tracker/events' };

describe('which requests are hit', () => {
  const hits = (faults: readonly Fault[], requests: readonly (typeof POST)[], seed = 1): string[] => {
    const picker = new FaultPicker({ faults, seed });
    return requests.map((one) => picker.pick(one)?.kind ?? '-');
  };
  const posts = (count: number): (typeof POST)[] => Array.from({ length: count }, () => POST);

  test.each<[string, Fault, string[]]>([
    ['the first alone, where nothing else is said', { kind: 'reset' }, ['reset', '-', '-', '-']],
    ['the nth', { kind: 'reset', nth: 3 }, ['-', '-', 'reset', '-']],
    ['so many from there on', { kind: 'reset', nth: 2, times: 2 }, ['-', 'reset', 'reset', '-']],
    ['of a method', { kind: 'reset', method: 'GET', times: 9 }, ['-', 'reset', '-', 'reset']],
    ['of a path', { kind: 'reset', path: '/api/tracker', times: 9 }, ['reset', '-', 'reset', '-']],
    ['of paths with a pattern', { kind: 'reset', path: '/api/*/events', times: 9 }, ['-', 'reset', '-', 'reset']],
  ])('%s', (_, fault, kinds) => expect(hits([fault], [POST, GET, POST, GET])).toEqual(kinds));

  test('the first fault that is due counts, and all that fit count the request', () => {
    const faults: Fault[] = [
      { kind: 'reset', nth: 2 },
      { kind: 'hang', times: 3 },
    ];
    expect(hits(faults, posts(5))).toEqual(['hang', 'reset', 'hang', 'hang', '-']);
  });

  test('by chance, but the same each time with one seed', () => {
    const fault: Fault = { kind: 'reset', probability: 0.2 };
    const first = hits([fault], posts(1000), 7);
    expect(hits([fault], posts(1000), 7)).toEqual(first);
    expect(hits([fault], posts(1000), 8)).not.toEqual(first);
    const count = first.filter((one) => one === 'reset').length;
    expect(count).toBeGreaterThan(150);
    expect(count).toBeLessThan(250);
  });
});
