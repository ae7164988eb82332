import { EtlError, ProblemsError } from '../base/errors.ts';
import type { MovableStore, MovingEntry } from '../contracts/moving.ts';
import { toRef } from '../contracts/ref.ts';
import { placeOf, type SourceRecord } from '../contracts/record.ts';
import { bindIdentity } from '../engine/identity.ts';
import type { Pipeline } from '../engine/pipeline.ts';
import { toId } from '../index/ids.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { describe } from '../messages/describe.ts';
import { readSent, type KeptRun } from '../report/sent-file.ts';
import { askServer, type Told } from './ask-server.ts';
import { toEntry } from './entries.ts';
import type { ExplainedRow, Explanation } from './explanation.ts';
import { findRows, type FoundRows, type Wanted } from './find-rows.ts';
import { IndexView } from './index-view.ts';
import { findTargets, toReason, type LabelOf } from './labels.ts';
import { nearKeys } from './near-keys.ts';
import { explainRecord, type Contexts } from './record.ts';
import { toSendings } from './sendings.ts';
import { compareAll, toRemotes } from './differences.ts';

/** What is asked for. */
export interface ExplainOrder {
  /** `row 37`, an id of the record, or the address of its object. */
  readonly key: string;
  /** A data element, a property or a column; left out: everything. */
  readonly field: string | undefined;
  /** Why neither the server nor a guard of the index is asked; left out: they are. */
  readonly notAsked?: string | undefined;
}

/** What it is explained with. */
export interface ExplainTools {
  readonly pipeline: Pipeline;
  readonly mapping: Mapping;
  readonly store: MovableStore;
  readonly contexts: Contexts;
  /** A folder for what is kept on disk meanwhile. */
  readonly folder: string;
  readonly version: string;
}

/**
 * Tells all there is to know of one record, from its cells to what DHIS2 has. It changes nothing and takes no lock. What
 * cannot be read (the source, the index, the server) is said, and the rest explained all the same. Throws EtlError
 * `explain/no-record` and `explain/no-field` (exit 2).
 */
export async function explain(order: ExplainOrder, tools: ExplainTools): Promise<Explanation> {
  const { pipeline, store, folder } = tools;
  const index = await attempt(() => IndexView.open(store, pipeline.sink.schemas.address));
  try {
    const wanted = toWanted(order.key, index.value);
    const rows = await attempt(() => findRows(pipeline, wanted, folder));
    return await explainFound(order, tools, { index, wanted, rows });
  } finally {
    await index.value?.close();
  }
}

/** What came of something that may not be possible, and why it was not. */
interface Attempt<T> {
  readonly value?: T;
  readonly problem?: string;
}

async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof ProblemsError)
      return { problem: error.problems.map(({ code, args }) => describe(code, args).message).join(' ') };
    if (error instanceof EtlError) return { problem: error.message };
    throw error;
  }
}

function toWanted(key: string, index: IndexView | undefined): Wanted {
  const row = /^\s*row\s+(\d+)\s*$/i.exec(key)?.[1];
  if (row !== undefined) return { row: Number(row) };
  const id = toId(key);
  // What is known by the address of its object: a person found it in DHIS2.
  const addressed = index?.find(({ kept }) => kept.address === id || kept.previous?.includes(id) === true) ?? [];
  return { ids: new Set([id, ...addressed.flatMap(namesOf)]) };
}

function namesOf({ name, kept }: MovingEntry): string[] {
  return [toRef(name).key, ...kept.ids];
}

interface Found {
  readonly index: Attempt<IndexView>;
  readonly wanted: Wanted;
  readonly rows: Attempt<FoundRows>;
}

async function explainFound(order: ExplainOrder, tools: ExplainTools, found: Found): Promise<Explanation> {
  const { pipeline, store, contexts } = tools;
  const { index, wanted, rows } = found;
  const matches = rows.value?.matches ?? [];
  const [own] = matches;
  const { bad } = rows.value ?? {};
  const identity = own && rows.value ? bindIdentity(pipeline.key, rows.value.header)(own) : null;
  const ids = new Set([...('ids' in wanted ? wanted.ids : []), ...(identity?.ids ?? [])]);
  const entries = index.value?.find((entry) => namesOf(entry).some((name) => ids.has(name))) ?? [];
  for (const id of entries.flatMap(namesOf)) ids.add(id);
  const addresses = new Set(entries.flatMap(({ kept }) => [kept.address, ...(kept.previous ?? [])]));
  const runs = await readSent(pipeline.artifacts.folder, ({ key, address }) => ids.has(key) || addresses.has(address));
  const isSent = runs.some(({ sendings }) => sendings.length > 0);
  if (!own && !bad && entries.length === 0 && !isSent) throw unknownKey(order.key, found);
  const isOne = matches.length <= 1;
  const record = own && isOne ? await explainRecord(own, identity, tools) : null;
  const question = {
    pipeline,
    record: own && rows.value ? { header: rows.value.header, own, alike: rows.value.alike } : undefined,
    ids: [...ids],
    addresses: [...addresses, ...runs.flatMap(({ sendings }) => sendings.map(({ address }) => address))],
    folder: tools.folder,
    version: tools.version,
  };
  const told: Attempt<Told> =
    isOne && order.notAsked === undefined
      ? await attempt(() => askServer(question))
      : { problem: order.notAsked ?? 'More than one row is meant.' };
  const labelOf = toLabelOf(tools, told.value !== undefined);
  const fields = (record?.fields ?? []).map((field) => ({ ...field, label: labelOf(field.target) }));
  const sent = isOne ? toSendings(runs, pipeline.sink, labelOf) : [];
  const known = sent.flatMap(({ values }) => Object.keys(values));
  const last = runs.flatMap(({ sendings }) => sendings).findLast(({ verdict }) => STORED.has(verdict));
  const address = told.value?.line?.address ?? entries[0]?.kept.address ?? last?.address;
  const targets = order.field === undefined || !isOne ? null : findTargets(order.field, fields, known, labelOf);
  return {
    pipeline: pipeline.name,
    asked: order.key,
    targets,
    labels: Object.fromEntries([...fields.map(({ target }) => target), ...known].map((one) => [one, labelOf(one)])),
    source: { location: rows.value?.location ?? null, rows: rows.value?.rows ?? 0, problem: rows.problem ?? null },
    matches: isOne ? [] : matches.map((match) => toRow(match, pipeline, rows.value as FoundRows)),
    record: record && { ...record, fields },
    index: { location: store.location, exists: index.value?.exists ?? false, problem: index.problem ?? null },
    entries: isOne ? entries.map(toEntry) : [],
    artifacts: {
      folder: contexts.shown(pipeline.artifacts.folder),
      keepMs: pipeline.artifacts.keepMs,
      cut: runs.filter(isCut).map(({ file }) => contexts.shown(file)),
    },
    sent,
    server: { description: told.value?.description ?? null, problem: told.problem ?? null },
    verdict: verdictOf(found, told.value),
    there: told.value ? toRemotes(told.value, pipeline.sink, last?.object) : [],
    differences: isOne
      ? compareAll({ fields, last: last?.object, told: told.value, address, sink: pipeline.sink, labelOf })
      : [],
  };
}

/** Verdicts after which it is there, or a part of it. */
const STORED: ReadonlySet<string> = new Set(['created', 'updated', 'partly']);

function isCut({ isWhole }: KeptRun): boolean {
  return !isWhole;
}

function verdictOf({ rows }: Found, told: Told | undefined): Explanation['verdict'] {
  const { bad } = rows.value ?? {};
  if (bad) return { action: 'reject', address: null, reasons: [toReason(bad.reason)] };
  if (!told?.line) return null;
  const { line } = told;
  const reasons = 'reasons' in line ? (line.reasons ?? []) : [];
  return { action: line.action, address: line.address, reasons: reasons.map(toReason) };
}

function toRow(record: SourceRecord, { key }: Pipeline, { header }: FoundRows): ExplainedRow {
  const identity = bindIdentity(key, header)(record);
  return { key: identity?.key ?? null, ids: identity?.ids ?? [], ...placeOf(record) };
}

/** The label of the form, where the sink knows it; else what the mapping calls it. */
function toLabelOf({ pipeline, mapping }: ExplainTools, isConnected: boolean): LabelOf {
  const names = new Map<string, string>();
  for (const { target } of [...mapping.fields, ...mapping.versions.flatMap(({ fields }) => fields)])
    if (target.is === 'element') names.set(target.element.id, target.element.name);
  return (target) => (isConnected ? pipeline.sink.labelOf?.(target) : undefined) ?? names.get(target) ?? target;
}

function unknownKey(key: string, { rows, index, wanted }: Found): EtlError {
  const ids = [...(rows.value?.ids ?? []), ...(index.value?.find(() => true).flatMap(namesOf) ?? [])];
  const near = 'row' in wanted ? [] : nearKeys(toId(key), ids);
  return new EtlError('explain/no-record', {
    what: 'row' in wanted ? `row ${wanted.row}` : `record with the key ${key}`,
    rows: rows.value?.rows ?? 0,
    unreadable: rows.value?.unreadable ?? 0,
    ...(rows.problem !== undefined && { source: rows.problem }),
    ...(index.problem !== undefined && { index: index.problem }),
    ...(near.length > 0 && { near }),
  });
}
