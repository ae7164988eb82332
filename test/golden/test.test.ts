/** `etl test`: cases beside a spec, and what is said of those that are not as expected. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeWorld, type World } from '../cli/world.ts';
import { spec } from '../cli/outreach-files.ts';
import { expectGolden } from './golden.ts';
import { say } from './say.ts';

let world: World;
beforeEach(async () => {
  // Nobody is asked, and there is no export: cases bring their own rows.
  world = await makeWorld('http://127.0.0.1:9', { 'pipeline.yaml': spec() });
});
afterEach(() => world.remove());

const TEST = 'test pipeline.yaml';

const HEAD = `row: { facility: Alpha Health Post, visit_date: 2025-03-02, team_size: 2, road: 1 }
cases:
`;

const GOOD = `${HEAD}  - name: A visit, with all that DHIS2 asks for
    row: { village: Old Mill }
    expect: { orgUnit: OuAlpha0001, occurredAt: 2025-03-02, DeTeamSize1: 2, Village: Old Mill, State of the road: GOOD, DeRemarks01: null }
  - name: A facility that nobody knows
    row: { facility: Delta Health Post }
    rejects: [{ code: lookup/no-match, column: facility }]
`;

describe('cases that are as expected', () => {
  it('are counted, with what they touch', async () => {
    await world.write('pipeline.cases.yaml', GOOD);
    await expectGolden('test/good.txt', await say(world, TEST, 'test', `${TEST} --coverage`), world);
    const { stdout } = await world.etl(['test', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      exitCode: 0,
      specs: [
        {
          spec: 'pipeline.yaml',
          updated: [],
          cases: [
            { name: 'A visit, with all that DHIS2 asks for', ok: true, failures: [] },
            { name: 'A facility that nobody knows', ok: true },
          ],
          coverage: { versions: null, lookups: [{ name: 'orgUnits', total: 3, covered: 1 }] },
        },
      ],
    });
  });
});

const WRONG = `${HEAD}  - name: Values that are others
    row: { village: Old Mill, road: 2, services: vaccination nutrition }
    expect:
      State of the road: GOOD # as it was
      DeServices1: VACC,NUTR
      Village: "New Mill"
      orgUnit: OuBeta00001
  - name: A value that is not named
    exactly: { orgUnit: OuAlpha0001, occurredAt: 2025-03-02, completedAt: 2025-03-02, status: COMPLETED, State of the road: GOOD }
  - name: Rejected, and nobody has thought of it
    row: { visit_date: 2025-02-30, road: 9 }
    expect: { State of the road: GOOD }
  - name: Not rejected
    rejects: [lookup/no-match]
  - name: Rejected for another reason
    row: { facility: Delta Health Post }
    rejects: [{ code: option/no-match, column: road }]
  - name: Not left out
    excluded: true
  - name: Nothing is expected
    row: { road: 3 }
  - name: Another result
    values:
      - { expression: '=$int(team_size) * 2', gives: 5 }
      - { expression: '=road', gives: "1" }
`;

describe('cases that are not as expected', () => {
  it('are shown where the mapping makes them, with labels', async () => {
    await world.write('pipeline.cases.yaml', WRONG);
    await expectGolden('test/wrong.txt', await say(world, TEST), world);
    const { stdout } = await world.etl(['test', 'pipeline.yaml', '--json']);
    const { specs } = JSON.parse(stdout) as { specs: [{ cases: { failures: { file: string; line: number }[] }[] }] };
    expect(specs[0].cases.map(({ failures }) => failures.length)).toEqual([3, 2, 2, 1, 2, 1, 1, 1]);
  });

  it('are annotations for a workflow', async () => {
    await world.write('pipeline.cases.yaml', WRONG);
    await expectGolden('test/github.txt', await say(world, `${TEST} --format github`), world);
  });

  it('are written anew on request, and nothing else is', async () => {
    await world.write('pipeline.cases.yaml', GOOD + WRONG.slice(HEAD.length));
    const said = await say(world, `${TEST} --update`, TEST);
    await expectGolden('test/updated.txt', said, world);
    const updated = await world.read('pipeline.cases.yaml');
    await expectGolden('test/updated.yaml', updated, world);
    expect(updated.startsWith(GOOD)).toBe(true);
    await world.etl(['test', '--update']);
    expect(await world.read('pipeline.cases.yaml')).toBe(updated);
  });
});

describe('expectations that are written anew', () => {
  it('keep to brackets where the case does, and leave comments behind lines alone', async () => {
    const written = `cases: # three of them
  - { name: In one line, row: { facility: Alpha Health Post, visit_date: 2025-03-02, team_size: 2, road: 1, services: vaccination nutrition }, expect: { DeServices1: VACC, Remarks: ~ } }
  - { name: Nothing yet, row: { facility: Delta Health Post } }
  - name: Nothing yet, in lines
    row: { facility: Alpha Health Post, visit_date: 2025-03-02, team_size: 2, road: 1 } # as in the export
  # the end
`;
    await world.write('pipeline.cases.yaml', written);
    const said = await say(world, `${TEST} --update`, TEST);
    await expectGolden(
      'test/brackets.yaml',
      `${await world.read('pipeline.cases.yaml')}${said.replaceAll(/^/gm, '# ')}`,
      world,
    );
  });
});

describe('a file of cases that is wrong', () => {
  it('is told with every mistake in its place', async () => {
    const wrong = `${HEAD}  - name: Misspelt
    row: { facilty: Alpha Health Post, ward: 3 }
    expect: { orgUnt: OuAlpha0001, Vilage: Old Mill }
  - name: Misspelt
    rejects: [lookup/no-macth]
    now: yesterday
  - name: A version that there is not
    version: v2
    rows: [{ road: 1 }, { road: 2 }]
  - name: No such row
    row: { file: gone.csv, key: uuid-0001 }
    excluded: true
  - name: A row of something else
    row: { file: gone.json, row: 1 }
    values: [{ expression: $int(road), gives: 1 }]
`;
    await world.write('pipeline.cases.yaml', wrong);
    await expectGolden('test/mistakes.txt', await say(world, TEST), world);
  });

  it('is told where its shape is wrong', async () => {
    await world.write('pipeline.cases.yaml', 'cases:\n  - nam: Misspelt\n    row: [1]\n    expected: { a: 1 }\n');
    await expectGolden('test/shape.txt', await say(world, TEST), world);
  });

  it('is told where there is none, and where an expression of a case is wrong', async () => {
    const none = await say(world, TEST, 'test', 'test other.cases.yaml', 'test other.yaml');
    await world.write(
      'pipeline.cases.yaml',
      `${HEAD}  - name: Wrong\n    values: [{ expression: '=$itn(rode)', gives: 1 }]\n`,
    );
    await expectGolden('test/none.txt', none + (await say(world, TEST)), world);
  });
});

it('leaves alone what stands elsewhere, and here by its alias', async () => {
  const text = `cases:
  - &first { name: One, row: { facility: Delta Health Post }, expect: { Remarks: none } }
  - *first
`;
  await world.write('pipeline.cases.yaml', text.replace('  - *first\n', '') + '  - { <<: 1 }\n');
  expect((await world.etl(['test', '--update'])).exitCode).toBe(2);
  await world.write('pipeline.cases.yaml', text);
  const { exitCode, stderr } = await world.etl(['test', '--update']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('Two cases are called "One"');
  expect(await world.read('pipeline.cases.yaml')).toBe(text);
});
