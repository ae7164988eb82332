/** Plans of any size: what is shown stays small, and every record is counted. */
import { describe, expect, test } from 'vitest';
import { emptyCounts } from '../../src/engine/plan-summary.ts';
import type { PlanLine, UpdateLine } from '../../src/engine/plan-line.ts';
import type { KeptPlan } from '../../src/engine/read-plan.ts';
import { reason } from '../../src/messages/reason.ts';
import { drawPlan } from '../../src/report/plan-view/draw-plan.ts';
import { gatherPlan } from '../../src/report/plan-view/gather-plan.ts';
import { toCsv } from '../../src/report/plan-view/plan-csv.ts';
import { toMarkdown } from '../../src/report/plan-view/plan-markdown.ts';

const FIELDS = Array.from({ length: 80 }, (_, at) => `De${String(at).padStart(9, '0')}`);

const BINDING: KeptPlan['binding'] = {
  format: 2,
  pipeline: 'p',
  made: '2026-03-14T02:00:00.000Z',
  version: '1',
  digest: 'd',
  namespace: 'n',
  server: 's',
  program: 'p',
  source: 'x.csv',
  header: [],
  counts: emptyCounts(),
  planDigest: 'd',
  target: 'DHIS2',
  labels: { De000000000: 'CTC Beds', OuAlpha0001: 'Alpha' },
  whereAndWhen: ['orgUnit', 'occurredAt'],
  guards: [],
  drift: [],
};

function planOf(count: number, lineOf: (at: number) => PlanLine): KeptPlan {
  return {
    binding: BINDING,
    // oxlint-disable-next-line require-await -- a plan is read from a file.
    async *lines() {
      for (let at = 1; at <= count; at += 1) yield lineOf(at);
    },
  };
}

function update(at: number, changes: UpdateLine['changes']): UpdateLine {
  const object = { orgUnit: 'OuAlpha0001', occurredAt: '2025-03-14', dataValues: [] };
  const record = { key: `k${at}`, role: '', ids: [`k${at}`], row: at, line: at + 1, before: null, hash: 'h' };
  return { ...record, action: 'update', address: `u${at}`, object, changes };
}

describe('3,000 records of 80 fields that all change differently', () => {
  const MANY = planOf(3000, (at) =>
    update(
      at,
      FIELDS.map((target) => ({ target, theirs: `old ${target} ${at}`, ours: at % 3 === 0 ? null : `new ${at}` })),
    ),
  );

  test('every one is counted, and the text stays short', async () => {
    const view = await gatherPlan(MANY, { limit: 12 });
    expect([view.losses.groups.length, view.losses.more]).toEqual([12, 68]);
    expect(view.losses.groups[0]).toMatchObject({ records: 1000, values: 1000, to: null, isLoss: true });
    expect(view.changes.groups[0]).toMatchObject({ records: 2000, values: 1001, isMore: true, isLoss: false });
    const text = drawPlan(view, 12);
    expect(text.split('\n').length).toBeLessThan(120);
    expect(text).toContain('  and 68 more: --limit 80');
    expect((await gatherPlan(MANY, { limit: 100 })).losses).toMatchObject({ more: 0 });
  });
});

describe('changes of one field', () => {
  const [target = ''] = FIELDS;

  async function groupsOf(count: number, oursAt: (at: number) => string | null, theirs?: (at: number) => string) {
    const plan = planOf(count, (at) => update(at, [{ target, theirs: theirs?.(at) ?? 'old', ours: oursAt(at) }]));
    const view = await gatherPlan(plan, { limit: 12 });
    const text = drawPlan(view, 12)
      .split('\n')
      .filter((line) => line.includes('×'));
    return { groups: [...view.losses.groups, ...view.changes.groups], text: text.map((line) => line.trim()) };
  }

  test('that many records share stand by themselves, the others together, and nothing is counted twice', async () => {
    const theirs = (at: number): string => (at <= 33 ? '80' : at <= 40 ? '60' : String(at));
    const { groups, text } = await groupsOf(50, () => null, theirs);
    expect(groups.map(({ label, records, values, from, inAll }) => [label, records, values, from, inAll])).toEqual([
      ['CTC Beds', 33, 1, '80', 50],
      ['CTC Beds', 7, 1, '60', 50],
      ['CTC Beds', 10, 10, undefined, 50],
    ]);
    expect(text).toEqual([
      '! 33 × CTC Beds: 80 → (blank)',
      '! 7 × CTC Beds: 60 → (blank)',
      '! 10 × CTC Beds: 10 other different values → (blank) (50 in all)',
    ]);
  });

  test('that only a few share, as of a computed field, are one heading with its whole number, the commonest first', async () => {
    const { groups, text } = await groupsOf(30, (at) => (at > 26 ? `twice ${at % 2}` : `ratio ${at}`));
    expect(text).toEqual(['30 × CTC Beds: 28 different changes']);
    expect(groups[0]?.examples.map(({ to }) => to).slice(0, 2)).toEqual(['twice 1', 'twice 0']);
  });

  test('that are very many are not counted as more than they are', async () => {
    const { groups, text } = await groupsOf(6000, (at) => `ratio ${at % 1500}`);
    expect(text).toEqual(['6,000 × CTC Beds: over 1,000 different changes']);
    expect(groups[0]).toMatchObject({ records: 6000, inAll: 6000, isMore: true });
  });
});

test('causes of very many values are bounded, and every record is counted', async () => {
  const plan = planOf(6000, (at) => ({
    action: 'reject',
    key: null,
    role: '',
    address: null,
    row: at,
    line: at + 1,
    reasons: [{ ...reason('source/no-key', {}), key: null, row: at, line: at + 1, column: 'c', value: `v${at}` }],
  }));
  const { causes } = await gatherPlan(plan, { limit: 10_000 });
  expect(causes.groups.length).toBeLessThan(2100);
  expect(causes.groups.reduce((sum, { records }) => sum + records, 0)).toBe(6000);
  expect(causes.groups[0]).toMatchObject({ records: 4000, value: null });
});

const NASTY = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '| a | b |',
  '<img src=x>',
  '@everyone',
  '```',
  '\u001b[31m',
  'a\nb',
];

describe.each(NASTY)('a cell that says %j', (value) => {
  const line = update(1, [{ target: value, theirs: value, ours: value }]);

  test('is no formula in a table', () => {
    for (const row of toCsv({ ...line, key: value }, BINDING)) {
      const cells = row.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((cell) => cell.replaceAll(/^"|"$/g, ''));
      expect(cells.filter((cell) => /^[=+\-@\t]/.test(cell))).toEqual([]);
    }
  });

  test('is text in a ticket and on a terminal', async () => {
    const view = await gatherPlan(
      planOf(1, () => line),
      { limit: 12 },
    );
    const shown = toMarkdown(view, 12);
    expect(shown).not.toMatch(/<img|@everyone|@SUM/);
    expect(shown).not.toContain('\u001b');
    expect(shown.split('\n').filter((one) => one.startsWith('```'))).toHaveLength(2);
    expect(drawPlan(view, 12)).not.toContain('\u001b');
    expect(drawPlan(view, 12).split('\n')).toHaveLength(4 + 1);
  });
});

describe('600 unknown facilities', () => {
  const reject = (at: number, value: string): PlanLine => ({
    action: 'reject',
    key: `k${at}`,
    role: '',
    ids: [`k${at}`],
    row: at,
    line: at + 1,
    before: null,
    address: null,
    reasons: [
      {
        ...reason('lookup/no-match', { value, table: 'orgUnits', file: 'units.json', nearest: `Near ${value}` }),
        key: `k${at}`,
        row: at,
        line: at + 1,
        column: 'HF',
        field: 'orgUnit',
        value,
      },
    ],
  });
  const named = (at: number): string => (at > 600 ? 'Clinic 7' : `Clinic ${at}`);
  const MANY = planOf(605, (at) => reject(at, named(at)));

  test('are one heading, the most frequent first, with how many more', async () => {
    const view = await gatherPlan(MANY, { limit: 12 });
    const lines = drawPlan(view, 12).split('\n');
    expect(lines).toContain('  600 values of HF: "…" is not in the look-up orgUnits.');
    expect(lines).toContain('    6 × "Clinic 7": Near Clinic 7? (row 7 (8 in Excel), k7)');
    expect(lines).toContain('    and 580 more: --limit 600');
    expect(lines.filter((line) => line.includes('× "Clinic'))).toHaveLength(20);
    expect(lines.filter((line) => line.includes('add it to units.json'))).toHaveLength(1);
    expect(drawPlan(await gatherPlan(MANY, { limit: 600 }), 600).match(/× "Clinic/g)).toHaveLength(600);
  });

  test('and JSON has them as before', async () => {
    const { causes, headings } = await gatherPlan(MANY, { limit: 12 });
    expect(causes.groups).toHaveLength(12);
    expect(causes.more).toBe(588);
    expect(headings).toMatchObject({ groups: [{ values: 600 }], more: 0 });
  });

  test('in Markdown they are one row', async () => {
    const text = toMarkdown(await gatherPlan(MANY, { limit: 12 }), 12);
    expect(text.split('\n').filter((line) => line.startsWith('| '))).toHaveLength(3);
    expect(text).toContain('and 580 more');
  });

  test('three stand by themselves, each with its own suggestion', async () => {
    const text = drawPlan(
      await gatherPlan(
        planOf(3, (at) => reject(at, named(at))),
        { limit: 12 },
      ),
      12,
    );
    expect(text).toContain('1 × HF: "Clinic 1" is not in the look-up orgUnits.');
    expect(text.match(/Did you mean/g)).toHaveLength(3);
  });

  test('so are values that the message does not say, with the question', async () => {
    const plan = planOf(5, (at) => {
      const line = reject(at, named(at));
      if (line.action !== 'reject') return line;
      const why = reason('value/not-a-number', { valueType: 'NUMBER' });
      const asked = { column: 'beds', label: 'How many beds?', value: at === 4 ? 'x'.repeat(99) : `v${at}` };
      return { ...line, reasons: line.reasons.map((one) => ({ ...one, ...why, ...asked })) };
    });
    const text = drawPlan(await gatherPlan(plan, { limit: 12 }), 12);
    expect(text).toContain('5 values of beds (How many beds?): A number is needed (NUMBER).');
    expect(text).toContain('1 × "v3" (row ');
    expect(text).toContain(`"${'x'.repeat(60)}…"`);
    expect(text.match(/Correct the answer/g)).toHaveLength(1);
  });

  test('other columns and other tables have headings of their own', async () => {
    const plan = planOf(20, (at) => {
      const line = reject(at, named(at));
      if (line.action !== 'reject' || at % 2 === 0) return line;
      return { ...line, reasons: line.reasons.map((one) => ({ ...one, column: 'WARD' })) };
    });
    const text = drawPlan(await gatherPlan(plan, { limit: 12 }), 12);
    expect(text).toContain('10 values of HF: ');
    expect(text).toContain('10 values of WARD: ');
  });
});
