/** `etl test` of specs of other shapes: form versions, conditions, times, children; and what it says of those that fail. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeWorld, type World } from '../cli/world.ts';
import { csv, row, spec } from '../cli/outreach-files.ts';
import { expectGolden } from './golden.ts';
import { say } from './say.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld('http://127.0.0.1:9');
});
afterEach(() => world.remove());

const HEAD = `row: { facility: Alpha Health Post, visit_date: 2025-03-02, team_size: 2, road: 1 }
cases:
`;

it('tells which form versions and branches no case touches', async () => {
  const transform = {
    dataValues: {
      DeVillage01: '=village = "" ? "unknown" : (road = "3" ? "cut off" : village)',
      DeRemarks01: { from: '=$trim(remarks)', when: '=open = "yes"' },
    },
  };
  const source = {
    versions: [
      { name: 'new', when: '=form = "2"' },
      { name: 'old', when: '=form = "1"' },
    ],
  };
  await world.write('pipeline.yaml', spec({ source, transform }));
  await world.write(
    'pipeline.cases.yaml',
    `${HEAD}  - name: No village
    row: { form: 2 }
    version: new
    expect: { Village: unknown, Remarks: ~ }
  - name: A village
    row: { form: 2, village: Old Mill }
    expect: { Village: Old Mill }
  - name: Of another version than is thought
    row: { form: 2 }
    version: old
`,
  );
  await expectGolden(
    'test/versions.txt',
    await say(world, 'test pipeline.yaml --coverage', 'test --update', 'test'),
    world,
  );
  const { stdout } = await world.etl(['test', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    specs: [{ coverage: { versions: { left: ['old'] }, branches: { total: 12, covered: 4 } } }],
  });
});

it('maps at the time that a case names', async () => {
  const transform = { dataValues: { DeVillage01: '=$substring($fromMillis($toMillis(village, "[D]/[M]")), 0, 10)' } };
  await world.write('pipeline.yaml', spec({ transform }));
  const one = (name: string, now: string, day: string): string => `  - name: ${name}
    row: { village: 14/3 }
    now: ${now}
    expect: { Village: ${day} }
    values:
      - { expression: '=$substring($fromMillis($toMillis(village, "[D]/[M]")), 0, 4)', gives: "${day.slice(0, 4)}" }
      # Of a kind that JSONata's own evaluator answers.
      - { expression: '=$substring($fromMillis($toMillis(({"d": village} ~> |$|{}|).d, "[D]/[M]")), 0, 4)', gives: "${day.slice(0, 4)}" }
`;
  const cases = one('Then', '2019-05-01', '2019-03-14') + one('Later', '2031-05-01T12:00:00+03:00', '2031-03-14');
  await world.write('pipeline.cases.yaml', HEAD + cases);
  expect(await say(world, 'test')).toContain('2 cases, all as expected.');
});

it('takes rows of an export, whatever its delimiter; a word of `missing` is blank', async () => {
  await world.write('pipeline.yaml', spec({ source: { delimiter: '~', missing: ['n/a'] } }));
  await world.write('sub/export.csv', csv([row(1), row(2, { village: 'n/a' })]).replaceAll(',', ';'));
  await world.write(
    'pipeline.cases.yaml',
    `cases:
  - name: By key
    row: { file: sub/export.csv, key: uuid-0001 }
    expect: { Village: Village 1, orgUnit: OuAlpha0001 }
  - name: By number
    row: { file: sub/export.csv, row: 2 }
    expect: { Village: ~, orgUnit: OuBeta00001 }
  - name: Written by hand
    row: { facility: Alpha Health Post, visit_date: 2025-03-02, team_size: 2, village: n/a }
    expect: { Village: ~ }
`,
  );
  expect(await say(world, 'test')).toContain('3 cases, all as expected.');
});

it('knows children of repeats, and says which columns of theirs are misspelt', async () => {
  const transform = { dataValues: { DeVillage01: '=$count(members[$int(age) < 5])' } };
  await world.write('pipeline.yaml', spec({ transform }));
  await world.write(
    'pipeline.cases.yaml',
    `${HEAD}  - name: Two of three
    row: { members: [{ age: 3 }, { age: 4 }, { age: 40 }] }
    expect: { DeVillage01: 2 }
  - name: Nobody
    row: { members: [] }
    expect: { DeVillage01: 0 }
`,
  );
  const said = await say(world, 'test --coverage');
  expect(said).toContain('2 cases, all as expected.');
  expect(said).not.toContain('members[]');
  await world.write(
    'pipeline.cases.yaml',
    `${HEAD}  - name: Misspelt\n    row: { members: [{ agee: 3 }] }\n    expect: { DeVillage01: 1 }\n`,
  );
  await expectGolden('test/children.txt', await say(world, 'test'), world);
});

it('tests what can be tested where another spec is wrong, and says what is wrong with that', async () => {
  await world.write('a.yaml', spec({ transform: { occurredAt: '=$dat(visit_date)' } }));
  await world.write('a.cases.yaml', `${HEAD}  - name: Any\n    expect: { orgUnit: OuAlpha0001 }\n`);
  await world.write('b.yaml', spec());
  await world.write('b.cases.yaml', `${HEAD}  - name: Any\n    expect: { orgUnit: OuAlpha0001 }\n`);
  await expectGolden('test/several.txt', await say(world, 'test', 'test b.yaml', 'test a.cases.yaml b.yaml'), world);
});
