/**
 * Records that have not changed are left alone without being mapped. Never may anything come of that which would not have
 * come of mapping all of them: random nights say so, of both sinks, both stores, rows and groups of rows.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { outreachMetadata } from '../cli/outreach.ts';
import { enterValues } from '../cli/data-values.ts';
import { ADMIN } from '../cli/events.ts';
import { DATA_SET } from '../sinks/data-set.ts';
import { randomOf } from './form-records.ts';
import { HostileCsv } from './hostile-csv.ts';
import { Nights } from './nights.ts';
import { CHANGES_OF_FILES } from './put-back.ts';
import { Twins, type Entries } from './twins.ts';

const SEEDS = Number(process.env['SHORTCUT_SEEDS'] ?? 1);
const FIRST = Number(process.env['SHORTCUT_FIRST_SEED'] ?? 1);
const NIGHTS = 5;

type Random = (below: number) => number;
type Row = Record<string, string>;

const COLUMNS = ['_id', '_uuid', 'clinic', 'month', 'kind', 'cases', 'remark', 'unread'];

/** The same columns in another order, one more, one fewer. */
const HEADERS = [
  COLUMNS,
  COLUMNS.toReversed(),
  ['new', ...COLUMNS],
  COLUMNS.filter((name) => name !== 'unread'),
  COLUMNS.filter((name) => name !== 'remark'),
];

/** What of a pipeline changes from night to night. */
interface Spec {
  cases: string;
  remark: string;
  where: string | undefined;
  versions: readonly object[] | undefined;
  pair: readonly string[] | undefined;
  /** Which column gives the key, and which another id. */
  key: readonly string[];
  /** Words that stand for a blank cell. */
  missing: readonly string[] | undefined;
  /** By what rows are grouped, beside their clinic. */
  by: string;
  /** The function of the analyst's own. */
  twice: string;
  reconcile: Record<string, string>;
}

const CASES = ['=$int(cases)', '=$int(cases) * 2', '=$int($table("codes", cases))', '=$int($twice(cases))'];
const REMARKS = ['=remark', '=$uppercase(remark)', '=remark ? remark & kind', '=$string($count($keys($))) & remark'];
const TWICE = ['function($text) { $text & $text }', 'function($text) { $text & "0" }'];
const BY = ['month', '=month = "2025-01" ? "2025-02" : month'];
const MISSING = [undefined, ['3', 'new'], ['a']];
const WHERES = [undefined, '=kind != "x"', '=remark != "gone"'];
const VERSIONS = [
  undefined,
  [
    { name: 'b', when: '=kind = "b"' },
    { name: 'other', when: '=true' },
  ],
  [
    { name: 'a', when: '=kind = "a"' },
    { name: 'b', when: '=kind in ["b", "x"]' },
  ],
];

abstract class Kind {
  abstract readonly metadata: object;
  abstract sink(): object;
  abstract transform(cases: string, remark: string): object;
  abstract disturb(world: Nights, pick: number): Promise<void>;
  readonly isGrouped: boolean;

  constructor(isGrouped: boolean) {
    this.isGrouped = isGrouped;
  }

  toText({ cases, remark, where, versions, pair, key, missing, by, twice, reconcile }: Spec): string {
    const month = by === 'month' ? by : { month: by };
    const ofGroups = { group: { by: ['clinic', month], as: 'visits' }, key: ['_id'] };
    const ofRows = { key, ...(pair && { pair }), ...(versions && { versions }) };
    const source = {
      kind: 'csv',
      connection: 'files',
      path: 'kobo.csv',
      ...(where && { where }),
      ...(missing && { missing }),
    };
    const spec = {
      name: 'twins',
      connections: {
        files: { kind: 'file', folder: '.' },
        hmis: { kind: 'dhis2', url: '${DHIS2_URL}', username: ADMIN.username, password: '${DHIS2_PASSWORD}' },
      },
      source: { ...source, ...(this.isGrouped ? ofGroups : ofRows) },
      lookups: { codes: 'codes.json' },
      functions: { twice },
      transform: this.isGrouped
        ? this.transform(
            '=$sum(visits.$int(cases))',
            remark.replaceAll('remark', '$join(visits.remark, "")').replaceAll('kind', 'month'),
          )
        : this.transform(cases, remark),
      sink: this.sink(),
      index: { connection: 'files', path: 'index.json' },
      reconcile: { ...reconcile, grace: '2 days', guard: { created: 100_000, changed: 100_000, missing: 100_000 } },
    };
    return JSON.stringify(spec, null, 2);
  }
}

class Events extends Kind {
  readonly metadata = outreachMetadata();

  sink(): object {
    return { kind: 'dhis2-events', connection: 'hmis', program: 'PrgOutreac1', batchSize: 3 };
  }

  transform(cases: string, remark: string): object {
    const dataValues = { DeVillage01: remark, DeTeamSize1: cases };
    return { orgUnit: 'OuAlpha0001', occurredAt: '=month & "-05"', status: 'COMPLETED', dataValues };
  }

  async disturb(world: Nights, pick: number): Promise<void> {
    const events = (await world.events()).sort((a, b) => (a.event < b.event ? -1 : 1));
    const event = events[pick % Math.max(1, events.length)];
    if (!event) return;
    if (pick % 3 === 0) await world.delete(event);
    else await world.edit(event, { DeVillage01: 'edited' });
  }
}

class Forms extends Kind {
  readonly metadata = DATA_SET;

  sink(): object {
    return { kind: 'dhis2-data-values', connection: 'hmis', dataSet: 'DataSet0001', batchSize: 3 };
  }

  transform(cases: string, remark: string): object {
    const dataValues = { DeCases0001: cases, DeRemark001: remark };
    return { orgUnit: '=clinic', period: '=$period(month & "-01", "Monthly")', dataValues };
  }

  async disturb(world: Nights, pick: number): Promise<void> {
    const place = { orgUnit: `OrgClinic0${'AB'[pick % 2]}`, period: `20250${1 + (pick % 4)}` };
    const value = pick % 3 === 0 ? { deleted: true } : { value: '77' };
    await enterValues(world.url, {
      dataSet: 'DataSet0001',
      dataValues: [{ dataElement: 'DeCases0001', ...place, ...value }],
    });
  }
}

/** Rows of a source, and how they change. */
class Rows {
  readonly #random: Random;
  rows: Row[] = [];
  columns: readonly string[] = COLUMNS;
  #next = 1;

  constructor(random: Random) {
    this.#random = random;
    for (let n = 0; n < 8; n += 1) this.#add();
  }

  #one<T>(of: readonly T[]): T {
    return of[this.#random(of.length)] as T;
  }

  #add(): void {
    const id = String(this.#next);
    this.#next += 1;
    const place = { clinic: `OrgClinic0${this.#one(['A', 'B'])}`, month: `2025-0${1 + this.#random(4)}` };
    const cells = {
      kind: this.#one(['a', 'b', 'x']),
      cases: this.#one(['1', '2', '3', '4']),
      remark: this.#one(['', 'é', 'gone', 'r,s']),
    };
    this.rows.push({ _id: id, _uuid: `u${id}`, ...place, ...cells, unread: '' });
  }

  change(): string {
    const [row, other] = [this.#one(this.rows), this.#one(this.rows)];
    if (!row || !other) return this.#named('add', () => this.#add());
    const places = { clinic: row['clinic'] ?? '', month: row['month'] ?? '' };
    return this.#one([
      () => this.#named('add', () => this.#add()),
      () => this.#named('edit', () => void (row['cases'] = this.#one(['1', '2', '3', '4', '', 'many']))),
      () =>
        this.#named(
          'remark',
          () =>
            void (row['remark'] = this.#one([
              '',
              'gone',
              'new',
              '5:ab',
              'two\nlines',
              'say "hi"',
              '2.5',
              '1.0',
              '1012.0',
              'nan',
              'NULL',
            ])),
        ),
      () => this.#named('kind', () => void (row['kind'] = this.#one(['a', 'b', 'x', 'y']))),
      () => this.#named('unread', () => void (row['unread'] = String(this.#random(9)))),
      () => this.#named('move', () => void (row['month'] = `2025-0${1 + this.#random(4)}`)),
      () =>
        this.#named(
          'swap',
          () =>
            void (Object.assign(row, { clinic: other['clinic'], month: other['month'] }), Object.assign(other, places)),
        ),
      () => this.#named('remove', () => void (this.rows = this.rows.filter((one) => one !== row))),
      () => this.#named('repeat', () => void this.rows.push({ ...row })),
      () => this.#named('twice', () => void this.rows.push({ ...row, cases: '9' })),
      () => this.#named('of another id', () => void this.rows.push({ ...row, _id: `n${this.#next}` })),
      () => this.#named('new uuid', () => void (row['_uuid'] = `v${this.#random(99)}`)),
      () => this.#named('no id', () => void (row['_id'] = '')),
      () => this.#named('uuid of another', () => void (row['_uuid'] = other['_uuid'] ?? '')),
      () => this.#named('order', () => void this.rows.reverse()),
      () => this.#named('columns', () => void (this.columns = this.#one(HEADERS))),
      () =>
        this.#named('once', () => void (this.rows = [...new Map(this.rows.map((one) => [one['_id'], one])).values()])),
    ])();
  }

  #named(name: string, change: () => void): string {
    change();
    return name;
  }

  toCsv(): string {
    const lines = this.rows.map((row) => this.columns.map((name) => `"${row[name] ?? ''}"`).join(','));
    return `${[this.columns.join(','), ...lines].join('\n')}\n`;
  }
}

/** What others do to the index. */
function spoil(entries: Entries, pick: number): void {
  const keys = Object.keys(entries).sort();
  const [one, other] = [entries[keys[pick % keys.length] ?? ''], entries[keys[(pick + 1) % keys.length] ?? '']];
  if (!one || !other) return;
  const changes: (() => void)[] = [
    () => void (one['deleted_dhis2'] = true),
    () => void delete one['row_digest'],
    () => void (one['row_digest'] = 'AAAAAAAAAAAAAAAAAAAAAA'),
    () => void Object.assign(one, { row_digest: other['row_digest'] ?? 'B' }),
    () => void delete one['hash'],
    () => void delete entries[keys[pick % keys.length] ?? ''],
    () => void Object.assign(one, { status: 'seen' }),
    () =>
      void (one['ids'] = [
        ...((one['ids'] as string[] | undefined) ?? []),
        ...((other['ids'] as string[] | undefined) ?? []),
      ]),
  ];
  changes[pick % changes.length]?.();
}

async function play(kind: Kind, seed: number): Promise<number> {
  const random = randomOf(seed);
  const twins = await Twins.open({ metadata: kind.metadata });
  try {
    const world = new Rows(random);
    const spec: Spec = {
      cases: CASES[0] as string,
      remark: REMARKS[0] as string,
      where: undefined,
      versions: undefined,
      pair: undefined,
      key: ['_id', '_uuid'],
      missing: undefined,
      by: 'month',
      twice: TWICE[0] as string,
      reconcile: {},
    };
    const csv = new HostileCsv(random);
    const codes: Row = { 1: '10', 2: '20', 3: '30', 4: '40' };
    for (let n = 0; n < NIGHTS; n += 1) {
      if (n > 0) for (let times = random(4); times > 0; times -= 1) twins.story.push(world.change());
      if (n > 0 && random(2) === 0) twins.story.push(csv.change(world.rows));
      const events: (() => Promise<void> | void)[] = [
        () => void (spec.cases = CASES[random(CASES.length)] as string),
        () => void (spec.remark = REMARKS[random(REMARKS.length)] as string),
        () => void (spec.where = WHERES[random(WHERES.length)]),
        () => void (spec.versions = VERSIONS[random(VERSIONS.length)]),
        () => void (spec.pair = random(2) === 0 ? undefined : ['clinic', 'month']),
        () => void (spec.key = spec.key.toReversed()),
        () => void (spec.missing = MISSING[random(MISSING.length)]),
        () => void (spec.by = BY[random(BY.length)] as string),
        () => void (spec.twice = TWICE[random(TWICE.length)] as string),
        () => void (codes[String(1 + random(5))] = String(random(90))),
        () =>
          void (spec.reconcile = {
            verify: ['weekly', 'always', 'never'][random(3)] as string,
            changed: ['update', 'report'][random(2)] as string,
            editedInDhis2: ['report', 'keep', 'overwrite'][random(3)] as string,
          }),
        () => {
          const pick = random(60);
          return twins.happens((one) => kind.disturb(one, pick));
        },
        () => {
          const pick = random(160);
          twins.story.push(`index ${pick % 8}`);
          return twins.happens((one) => one.editIndex((entries) => spoil(entries, pick)).catch(() => {}));
        },
      ];
      if (n > 0 && random(2) === 0) {
        const [name, change] = CHANGES_OF_FILES[random(CHANGES_OF_FILES.length)] as (typeof CHANGES_OF_FILES)[number];
        twins.story.push(name);
        await twins.happens(change);
      }
      if (n > 0 && random(3) > 0) {
        const which = random(events.length);
        twins.story.push(`event ${which}`);
        await events[which]?.();
      }
      twins.story.push(`night ${n}: ${JSON.stringify(spec)}\n${world.toCsv()}`);
      twins.spec(kind.toText(spec));
      await twins.write('codes.json', JSON.stringify(codes));
      await twins.write('kobo.csv', csv.toText(world.columns, world.rows));
      await twins.night(20 + random(12), random(3) === 0 ? 'apply' : 'run');
      // Nothing new.
      await twins.night(4);
    }
    return twins.leftAlone;
  } finally {
    await twins.close();
  }
}

describe.each(['json', 'sqlite'] as const)(
  'with and without the shortcut the same comes of random nights: an index in %s',
  (store) => {
    afterAll(() => void (Nights.kind = 'json'));

    test.each([
      ['events', new Events(false)],
      ['events of groups', new Events(true)],
      ['forms', new Forms(false)],
      ['forms of groups', new Forms(true)],
    ] as const)(
      '%s',
      async (_, kind) => {
        Nights.kind = store;
        let leftAlone = 0;
        for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) leftAlone += await play(kind, seed);
        expect(leftAlone).toBeGreaterThan(SEEDS * NIGHTS);
      },
      120_000,
    );
  },
);
