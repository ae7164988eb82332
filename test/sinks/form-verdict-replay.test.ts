/**
 * The verdict that a plan gives of forms before anything is sent, beside what real servers of four releases were recorded
 * to say of the same values. The embedded server only holds the metadata; its own verdicts do not count.
 */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EtlError } from '../../src/base/errors.ts';
import type { FormObject } from '../../src/dhis2/form-object.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { send } from '../sandbox/http-client.ts';
import {
  bodyOf,
  credentials,
  readExchanges,
  readPackage,
  RELEASES,
  type Exchange,
  type Release,
} from '../sandbox/recordings.ts';
import { FORM_EXCEPTIONS, SAME } from './form-verdict-exceptions.ts';
import { openForms, toFilled, type Sink } from './forms.ts';
import { conflictsIn, rowsOf, type RecordedRow } from './recorded-forms.ts';

/** Minutes after the recordings were made. */
const NOW = Date.UTC(2026, 10, 23, 16, 45);

let sandbox: Sandbox;
const sinks = new Map<string, Promise<Sink>>();
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: NOW }));
afterEach(async () => {
  vi.useRealTimers();
  sinks.clear();
  await sandbox.close();
});

test.each(RELEASES)('%s: what the plan says of each data value is what the server said', async (release) => {
  sandbox = await startSandbox({ metadata: {}, version: release, now: () => NOW });
  for (const exchange of readExchanges(release, '001-setup')) await post(exchange, release);
  for (const name of ['rules-and-combos', 'aggregate']) await load(readPackage(name));
  const differing = new Map<string, string>();
  let [imports, values] = [0, 0];
  for (const recorded of readExchanges(release, 'B100-aggregate') as readonly Recorded[]) {
    const exchange = await withUids(recorded as Exchange);
    const rows = rowsOf(exchange);
    if (rows.length === 0) {
      // Metadata may matter to what follows; values do not.
      if (recorded.path?.startsWith('/api/dataValueSets') === false) await post(exchange, release);
      continue;
    }
    imports += 1;
    values += rows.length;
    const theirs = conflictsIn(exchange, rows.length);
    const difference = differenceOf(theirs, await foreseen(exchange, rows), exchange);
    if (difference !== undefined) differing.set(exchange.name, difference);
  }
  process.stdout.write(
    `forms and ${release}: ${imports} imports, ${values} values, ${differing.size} imports differ\n`,
  );
  const excepted = FORM_EXCEPTIONS[release];
  expect([...differing].filter(([name]) => !excepted.has(name))).toEqual([]);
  expect([...excepted.keys()].filter((name) => !differing.has(name))).toEqual([]);
  expect(imports).toBeGreaterThan(60);
});

/** Several requests that were made at once have no path. */
type Recorded = Omit<Exchange, 'path'> & Partial<Pick<Exchange, 'path'>>;

/** Refusals of the plan: code, and the rows that it is about. */
type Foreseen = readonly (readonly [code: string, rows: readonly number[]])[];

async function foreseen(exchange: Exchange, rows: readonly RecordedRow[]): Promise<Foreseen> {
  const { dataSet, completeDate } = exchange.body as { readonly dataSet: string; readonly completeDate?: string };
  const all = rows.map((_, at) => at);
  let sink: Sink;
  try {
    sink = await openSink(exchange.as ?? 'admin', dataSet);
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    return [[error.code, all]];
  }
  const groups = Map.groupBy(all, (at) => JSON.stringify(rows[at]?.place));
  const told: (readonly [string, readonly number[]])[] = [];
  for (const members of groups.values()) told.push(...(await foreseenOf(sink, members, rows, completeDate)));
  return told;
}

async function foreseenOf(
  sink: Sink,
  members: readonly number[],
  rows: readonly RecordedRow[],
  completedAt: string | undefined,
): Promise<Foreseen> {
  const own = members.flatMap((at) => rows[at] ?? []);
  const filled = toFilled({}, { ...own[0]?.place, ...(completedAt !== undefined && { completedAt }) });
  const made = sink.assemble({ ...filled, names: own.map(({ cell }) => cell), values: own.map(({ value }) => value) });
  if (!('object' in made)) return made.reasons.map(({ code }) => [code, members]);
  const object: FormObject = made.object;
  const [refusals = []] = await sink.refusals([{ ref: { key: '', role: '' }, address: '', object, isNew: true }]);
  return refusals.map(({ code, target }) => {
    const about = members.filter((_, at) => object.dataValues[at]?.cell === target);
    return [code, about.length > 0 ? about : members];
  });
}

/** Undefined: they agree. A code of ours counts as the one that says the same there. */
function differenceOf(theirs: Foreseen, ours: Foreseen, { answer }: Exchange): string | undefined {
  if (theirs.length === 0 && answer.status >= 400) return ours.length > 0 ? undefined : 'all of it could go';
  const codes = new Set(theirs.map(([code]) => code));
  const named = ours.map(([code, rows]) => {
    const own = code.replace('dhis2/', '');
    return [SAME[own]?.find((same) => codes.has(same)) ?? own, rows] as const;
  });
  const told = [shown(named, theirs), shown(theirs, theirs)] as const;
  return told[0] === told[1] ? undefined : `plan: ${told[0] || 'good'}; server: ${told[1] || 'good'}`;
}

/** From 2.43 on one wrong reference is told of all rows. */
function shown(told: Foreseen, theirs: Foreseen): string {
  const isWhole = theirs.some(([code]) => /^E8[01]/.test(code) && !['E8120', 'E8122', 'E8123'].includes(code));
  const rows = new Map<string, Set<number>>();
  for (const [code, about] of told) rows.set(code, new Set([...(rows.get(code) ?? []), ...about]));
  return [...rows]
    .map(([code, about]) => (isWhole ? code : `${code}[${[...about].toSorted((a, b) => a - b).join()}]`))
    .toSorted()
    .join(' ');
}

function openSink(user: string, dataSet: string): Promise<Sink> {
  const name = `${user} ${dataSet}`;
  const [username = '', password = ''] = credentials(user).split(':');
  const known = sinks.get(name) ?? openForms(sandbox.url, dataSet, { username, password });
  sinks.set(name, known);
  return known;
}

async function load(metadata: unknown): Promise<void> {
  await send(sandbox.url, { method: 'POST', path: '/api/metadata', basic: credentials('admin'), body: metadata });
}

async function post(exchange: Exchange, release: Release): Promise<void> {
  const body = bodyOf(exchange, release);
  await send(sandbox.url, {
    method: exchange.method,
    path: exchange.path,
    ...(exchange.as ? { basic: credentials(exchange.as) } : {}),
    ...(body ? { body } : {}),
  });
}

/** Category option combinations have other uids on each server; recordings name them by combination and option. */
async function withUids(exchange: Exchange): Promise<Exchange> {
  const path = '/api/categoryOptionCombos?paging=false&fields=id,categoryCombo%5Bid%5D,categoryOptions%5Bid%5D';
  const { json } = await send(sandbox.url, { path, basic: credentials('admin') });
  const { categoryOptionCombos: combos = [] } = { ...json } as { categoryOptionCombos?: readonly Combo[] };
  let text = JSON.stringify(exchange);
  for (const { id, categoryCombo, categoryOptions } of combos)
    text = text.replaceAll(`(${categoryCombo.id} ${categoryOptions[0]?.id})`, id);
  return JSON.parse(text) as Exchange;
}

interface Combo {
  readonly id: string;
  readonly categoryCombo: { readonly id: string };
  readonly categoryOptions: readonly { readonly id: string }[];
}
