import { describe, expect, test } from 'vitest';
import type { DataValueRow } from '../../src/dhis2/form-rows.ts';
import { readDataValueSummary, type SummaryVerdict } from '../../src/dhis2/import-summary.ts';
import { aggregateRulesOf, parseVersion, type AggregateRules, type ServerVersion } from '../../src/dhis2/versions.ts';
import { readExchanges, RELEASES, type Exchange, type Release } from '../sandbox/recordings.ts';

const FILE = 'B100-aggregate';
const rulesOf = (release: string): AggregateRules => aggregateRulesOf(parseVersion(release) as ServerVersion);

/** What the sink never sends: one cell twice, a place in the group beside another in the row, other spellings of yes. */
const NEVER_SENT = /^B(?:127|222|230|236|271|272)-/;

interface Body {
  readonly period?: string;
  readonly orgUnit?: string;
  readonly attributeOptionCombo?: string;
  readonly dataValues?: readonly Record<string, unknown>[];
}

/** Recorded imports as the sink would make them: synchronous, UIDs, no other strategy; with their rows. */
function importsOf(release: Release): { readonly exchange: Exchange; readonly rows: readonly DataValueRow[] }[] {
  return readExchanges(release, FILE).flatMap((exchange) => {
    const { method, path, body } = exchange;
    const { dataValues, period, orgUnit, attributeOptionCombo } = (body ?? {}) as Body;
    const isPlain =
      method === 'POST' && path === '/api/dataValueSets' && Array.isArray(dataValues) && dataValues.length > 0;
    if (!isPlain || dataValues.some((one) => typeof one?.['dataElement'] !== 'string')) return [];
    const rows = dataValues.map((one) => ({ period, orgUnit, attributeOptionCombo, ...one }) as DataValueRow);
    return [{ exchange, rows }];
  });
}

function told(verdict: SummaryVerdict): string {
  if ('reason' in verdict) return `${verdict.is}: ${verdict.reason}`;
  const refused = [...verdict.refused].map(([at, conflicts]) => `${at} ${conflicts.map(({ code }) => code).join()}`);
  const rest =
    verdict.is === 'stored'
      ? [...verdict.open].map((at) => `${at} open`)
      : verdict.unplaced.map(({ code }) => `unplaced ${code}`);
  return [verdict.is, ...refused, ...rest].join(', ');
}

describe.each(RELEASES)('DHIS2 %s', (release) => {
  const verdicts = new Map(
    importsOf(release).map(({ exchange, rows }) => {
      const { status, body } = exchange.answer;
      return [exchange.name, readDataValueSummary(status, body, rows, rulesOf(release))];
    }),
  );
  const isNew = release.startsWith('2.43');

  test.each<[name: string, old: string, from43: string]>([
    ['B110-good', 'stored', 'stored'],
    ['B111-repost', 'stored', 'stored'],
    ['B200-de-unknown', 'stored, 0 E7610', 'nothing, 0 E8020'],
    ['B201-de-bad-format', 'stored, 0 E7610', 'nothing, 0 E8104'],
    ['B215-period-wrong-type', 'stored', 'nothing, 0 E8021'],
    ['B2301-ou-unknown-rows', 'stored, 0 E7612', 'nothing, 0 E8022'],
    ['B233-ou-outside', 'stored, 0 E7617', 'nothing, 0 E8011'],
    ['B240-coc-unknown', 'stored, 0 E7613', 'nothing, 0 E8024'],
    ['B243-coc-foreign', 'stored', 'nothing, 0 E8024'],
    ['B250-aoc-missing', 'stored', 'nothing, 0 E8023'],
    ['B252-aoc-outside-dates', 'stored, 0 E7638', 'nothing, 0 E8032'],
    ['B261-values-bad-one', 'stored, 0 E7619', 'stored, 0 E8122'],
    ['B263-value-empty', 'stored, 0 E7618', 'stored, 0 E8120'],
    ['B268-value-long', 'stored, 0 E7619', 'nothing, 0 E8122'],
    [
      'B270-value-nul',
      'failed: DHIS2 answered 409: The import process failed: Failed to update object',
      'stored, 0 open, 1 open',
    ],
    ['B281-deleted-flag', 'stored', 'stored'],
    ['B322-expired-ordinary', 'stored, 0 E7640', 'nothing, 0 E8030'],
    ['B326-mixed-409', 'stored, 1 E7619', 'stored, 1 E8122'],
  ])('%s', (name, old, from43) => {
    const verdict = verdicts.get(name);
    if (!verdict) throw new Error(`${name} was not recorded`);
    expect(told(verdict)).toBe(isNew ? from43 : old);
  });

  test('what is said to be stored was there afterwards, and what is said to be refused was not', () => {
    let checked = 0;
    for (const { exchange, rows } of importsOf(release)) {
      if (NEVER_SENT.test(exchange.name)) continue;
      const verdict = verdicts.get(exchange.name) as SummaryVerdict;
      for (const { cells = {} } of exchange.afterwards ?? []) {
        for (const [at, row] of rows.entries()) {
          if (!('value' in row) || 'reason' in verdict) continue;
          const combos = [row.categoryOptionCombo, row.attributeOptionCombo].filter((combo) => combo !== undefined);
          const cell = [row.dataElement, row.period, row.orgUnit, ...combos].join(' ');
          const isRefused = verdict.is === 'nothing' || verdict.refused.has(at);
          const isStored = verdict.is === 'stored' && !verdict.refused.has(at) && !verdict.open.has(at);
          if (cells[cell] === undefined) continue;
          checked += 1;
          const there = String((cells[cell] as { value?: unknown }).value ?? cells[cell]);
          if (isStored) expect(`${exchange.name} ${cell} ${there}`).toBe(`${exchange.name} ${cell} ${row.value}`);
          else if (isRefused) expect(`${exchange.name} ${there}`).not.toBe(`${exchange.name} ${row.value}`);
        }
      }
    }
    expect(checked).toBeGreaterThan(20);
  });
});

test.each<[what: string, status: number, body: unknown, told: string]>([
  ['a page of a proxy', 502, undefined, 'failed: DHIS2 answered 502'],
  [
    'a body that is not read',
    400,
    { message: 'Unexpected character' },
    'unreadable: DHIS2 answered 400: Unexpected character',
  ],
  [
    'an error',
    500,
    { message: 'Cannot invoke "deletion()"' },
    'failed: DHIS2 answered 500: Cannot invoke "deletion()"',
  ],
  ['nothing at all', 200, {}, 'failed: DHIS2 answered 200'],
  ['counts that are none', 200, { response: { importCount: 3 } }, 'failed: DHIS2 answered 200'],
  ['fewer than were sent', 200, summary({ imported: 1 }), 'stored, 0 open, 1 open'],
  [
    'a period in the making',
    409,
    summary({ imported: 1, ignored: 1 }, [{ errorCode: 'E7611', indexes: [1] }]),
    'stored, 1 open',
  ],
  [
    'a conflict about no row',
    409,
    summary({}, [{ errorCode: 'E8004', value: 'Data set', indexes: [-1] }], 'ERROR'),
    'nothing, unplaced E8004',
  ],
  ['a row that is not there', 409, summary({ imported: 2 }, [{ errorCode: 'E8122', indexes: [7] }]), 'stored, 7 E8122'],
])('%s', (_, status, body, wanted) => {
  const rows = ['1', '2'].map((value) => ({
    dataElement: 'DeCases0001',
    period: '202503',
    orgUnit: 'OrgClinic0A',
    value,
  }));
  expect(told(readDataValueSummary(status, body, rows, rulesOf('2.42.5')))).toBe(wanted);
});

function summary(counts: object, conflicts: readonly object[] = [], status = 'SUCCESS'): object {
  const importCount = { imported: 0, updated: 0, ignored: 0, deleted: 0, ...counts };
  return { status, response: { status, importCount, conflicts, rejectedIndexes: [] } };
}
