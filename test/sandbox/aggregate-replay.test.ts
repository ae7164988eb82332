import { afterEach, expect, test } from 'vitest';
import { isObject } from '../../src/base/json.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { canonical, compare } from './comparison.ts';
import { send, type Heard } from './http-client.ts';
import { likeRecorded, toCells } from './recorded-form.ts';
import {
  bodyOf,
  credentials,
  readExchanges,
  readPackage,
  RELEASES,
  type Exchange,
  type Release,
} from './recordings.ts';

const NOW = Date.UTC(2026, 10, 23, 16, 45);
/** Imports that nobody waits for start on this beat. */
const BEAT_MS = 20_000;

/** Exchanges in which the sandbox differs from a real server, by release, each with the reason. */
const SENT_BEFORE: readonly [string, string] = ['B327-plain-response', 'the same had been sent before it, unrecorded'];
const AT_ONCE: readonly [string, string] = [
  'B410-conc-same-new',
  'the sandbox carries requests out one after the other, of which none comes into the way of another',
];
const DIFFERENT: Readonly<Record<Release, ReadonlyMap<string, string>>> = {
  '2.42.5.2': new Map([SENT_BEFORE, AT_ONCE]),
  '2.41.9.1': new Map([SENT_BEFORE, AT_ONCE]),
  '2.40.12': new Map([SENT_BEFORE, AT_ONCE]),
  '2.43.1': new Map<string, string>([]),
};
/** Their servers had taken in the package once before. */
const LOADED_TWICE: ReadonlySet<Release> = new Set(['2.42.5.2', '2.43.1']);

/** Exchanges of aggregate data, which have more to them. */
interface AggregateExchange extends Exchange {
  /** Requests that were made at the same time, in the place of one. */
  readonly atOnce?: readonly Exchange[];
  readonly answers?: readonly Exchange['answer'][];
  /** How a job ended: the last entry of its log, and its summary. */
  readonly polling?: { readonly task: object; readonly summary: unknown; readonly summaryStatus: number };
}

let sandbox: Sandbox;
let clock = NOW;

afterEach(() => sandbox.close());

test.each(RELEASES)('aggregate data: answers as a real server of %s did, exchange by exchange', async (release) => {
  clock = NOW;
  sandbox = await startSandbox({ metadata: {}, version: release, now: () => clock });
  for (const exchange of readExchanges(release, '001-setup')) await sendAs(exchange, bodyOf(exchange, release));
  const packages = ['rules-and-combos', ...(LOADED_TWICE.has(release) ? ['aggregate'] : [])];
  for (const name of packages) await sendAs({ path: '/api/metadata', as: 'admin' }, readPackage(name));
  const exchanges = readExchanges(release, 'B100-aggregate');
  const disagreements = new Map<string, string>();
  for (const exchange of exchanges) {
    const difference = await replay(exchange, release);
    if (difference !== null) disagreements.set(exchange.name, difference);
  }
  const agreeing = exchanges.length - disagreements.size;
  process.stdout.write(`aggregate replay of ${release}: ${agreeing} of ${exchanges.length} exchanges agree\n`);
  const expected = DIFFERENT[release];
  expect([...disagreements].filter(([name]) => !expected.has(name))).toEqual([]);
  expect([...expected.keys()].filter((name) => !disagreements.has(name))).toEqual([]);
  expect(agreeing / exchanges.length).toBeGreaterThan(0.98);
});

/** Sends one exchange and what was read after it; null where all agrees, else the first difference. */
async function replay(recorded: AggregateExchange, release: Release): Promise<string | null> {
  const exchange = await withUids(recorded);
  if (exchange.atOnce) return replayAtOnce(exchange, release);
  const heard = await sendAs(exchange, bodyOf(exchange, release));
  const { type } = exchange.answer;
  // What an import of metadata says of each object is not recorded.
  const said = exchange.package === undefined ? { body: likeRecorded(heard.json), text: textOf(heard) } : {};
  const ofAnswer = compare(
    { status: heard.status, type: heard.contentType, ...said },
    { ...exchange.answer, type: type ?? '' },
  );
  if (ofAnswer !== null) return ofAnswer;
  if (exchange.polling) {
    const ofJob = await replayJob(exchange.polling, heard);
    if (ofJob !== null) return `job: ${ofJob}`;
  }
  for (const { path, status: code, body: state, cells } of exchange.afterwards ?? []) {
    const after = await sendAs({ path, as: 'admin' });
    const is = cells ? { cells: toCells(after.json, path) } : { body: likeRecorded(after.json) };
    const difference = compare({ code: after.status, ...is }, { code, ...(cells ? { cells } : { body: state }) });
    if (difference !== null) return `afterwards: ${difference}`;
  }
  return null;
}

/** One after the other: of several at once each may be the first. */
async function replayAtOnce(
  { atOnce = [], answers = [] }: AggregateExchange,
  release: Release,
): Promise<string | null> {
  const heard: Heard[] = [];
  for (const request of atOnce) heard.push(await sendAs(request, bodyOf(request, release)));
  return compare(
    heard.map(({ json }) => canonical(likeRecorded(json))),
    answers.map(({ body }) => canonical(body)),
  );
}

async function replayJob(polling: NonNullable<AggregateExchange['polling']>, { json }: Heard): Promise<string | null> {
  clock += BEAT_MS;
  const id = json?.response?.id ?? '';
  const log: unknown = (await sendAs({ path: `/api/system/tasks/DATAVALUE_IMPORT/${id}`, as: 'admin' })).json;
  const newest: unknown = Array.isArray(log) ? log[0] : undefined;
  const { message, level, completed } = isObject(newest) ? newest : {};
  const ofLog = compare({ message, level, completed }, polling.task);
  if (ofLog !== null) return ofLog;
  const summary = await sendAs({ path: `/api/system/taskSummaries/DATAVALUE_IMPORT/${id}`, as: 'admin' });
  const seen = { status: summary.status, body: likeRecorded(summary.json) };
  return compare(seen, { status: polling.summaryStatus, body: polling.summary });
}

function sendAs(to: Pick<Exchange, 'path' | 'as'> & Partial<Exchange>, body?: unknown): Promise<Heard> {
  return send(sandbox.url, {
    path: to.path,
    ...(to.method === undefined ? {} : { method: to.method }),
    ...(to.as ? { basic: credentials(to.as) } : {}),
    ...(body === undefined ? {} : { body }),
    ...(to.contentType === undefined ? {} : { contentType: to.contentType }),
  });
}

function textOf({ json, text }: Heard): string | undefined {
  return json === null && text !== '' ? text : undefined;
}

/** Category option combinations have other uids on each server; recordings name them by combination and option. */
async function withUids(exchange: AggregateExchange): Promise<AggregateExchange> {
  const path = '/api/categoryOptionCombos?paging=false&fields=id,categoryCombo%5Bid%5D,categoryOptions%5Bid%5D';
  const { json } = await sendAs({ path, as: 'admin' });
  let text = JSON.stringify(exchange);
  const { categoryOptionCombos: combos = [] } = { ...json } as { categoryOptionCombos?: readonly Combo[] };
  for (const { id, categoryCombo, categoryOptions } of combos) {
    text = text.replaceAll(`(${categoryCombo.id} ${categoryOptions[0]?.id})`, id);
  }
  return JSON.parse(text);
}

interface Combo {
  readonly id: string;
  readonly categoryCombo: { readonly id: string };
  readonly categoryOptions: readonly { readonly id: string }[];
}
