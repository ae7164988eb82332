/** The source as tonight's run would find it: its age, its columns, its keys. */
import { fault, fine, warningOf, type Finding } from '../contracts/finding.ts';
import type { BadRow, Header, SourceRecord } from '../contracts/record.ts';
import type { Extract } from '../contracts/source.ts';
import type { KeyColumns } from '../engine/identity.ts';
import { describe } from '../messages/describe.ts';
import { judgeSpace } from './examine-machine.ts';
import { KeyCount, nameRows } from './key-count.ts';

/** Kobo's ids of a submission that an edit leaves as they are, best first. */
const LASTING = ['meta/rootUuid', 'rootUuid', '_id'];
const BATCH = 500;

export interface SourceParts {
  readonly key: readonly KeyColumns[];
  /** Columns of `source.pair`. */
  readonly pair: readonly string[];
  /** Older content stops a run; undefined: none is too old. */
  readonly maxAgeMs: number | undefined;
  /** Records are groups of rows, which have no key of their own. */
  readonly isOfGroups: boolean;
  /** Sees the records, and gives those that `where` does not leave out. */
  see(records: readonly SourceRecord[]): Promise<readonly SourceRecord[]>;
  readonly now: Date;
  /** Where copies are kept. */
  readonly folder: string;
  /** For reading rows, milliseconds. */
  readonly readForMs: number;
}

/** What can be told once the header is read, and then of the rows, for as long as there is time. */
export async function* examineSource(extract: Extract, parts: SourceParts): AsyncGenerator<Finding> {
  const { header, facts } = extract;
  yield fine('doctor/source-open', { location: facts.location, columns: header.columns.length });
  yield judgeAge(extract, parts);
  yield* await judgeCopies(extract, parts);
  for (const remark of facts.remarks) yield fine('doctor/source-remark', { remark });
  if (!parts.isOfGroups) yield* judgeKey(header, parts);
  yield* examineRows(extract, parts);
}

/** What is read is kept in the run's folder, and again in what a plan is made of. */
async function judgeCopies({ facts: { size } }: Extract, { folder }: SourceParts): Promise<Finding[]> {
  const finding = size === undefined ? undefined : await judgeSpace('Copies of the source', folder, 2 * size);
  return finding && finding.is !== 'fine' ? [finding] : [];
}

function judgeAge({ facts: { modified, location } }: Extract, { maxAgeMs, now }: SourceParts): Finding {
  if (!modified) return fine('doctor/source-of-no-age', {});
  const told = modified.toISOString();
  return maxAgeMs !== undefined && now.getTime() - modified.getTime() > maxAgeMs
    ? fault('run/stale-source', { location, modified: told })
    : fine('doctor/source-age', { modified: told, maxAge: maxAgeMs === undefined ? '' : inWords(maxAgeMs) });
}

function judgeKey(header: Header, { key, pair }: SourceParts): Finding[] {
  const used = key.filter((columns) => columns.every((column) => header.positions.has(column)));
  const isOnlyUuid = used.length > 0 && used.every((columns) => columns.join() === '_uuid');
  if (!isOnlyUuid)
    return used.length === 0 ? [] : [fine('doctor/key-fine', { columns: used.map((one) => one.join(' + ')) })];
  const lasting = LASTING.map((one) => header.columns.find((column) => isNamed(column, one))).find(Boolean);
  if (lasting !== undefined) return [warningOf('doctor/root-uuid-not-used', { column: lasting })];
  return pair.length > 0 ? [fine('doctor/key-paired', { columns: pair })] : [warningOf('doctor/root-uuid-missing', {})];
}

/** Exports put the names of groups before those of columns. */
function isNamed(column: string, name: string): boolean {
  return column === name || column.endsWith(`/${name}`);
}

async function* examineRows(extract: Extract, parts: SourceParts): AsyncGenerator<Finding> {
  const until = performance.now() + parts.readForMs;
  const keys = new KeyCount(parts.key, extract.header);
  const bad: BadRow[] = [];
  let isWhole = true;
  for await (const { records, badRows = [] } of extract.batches(BATCH)) {
    keys.count(await parts.see(records));
    bad.push(...badRows);
    isWhole = performance.now() < until;
    if (!isWhole) break;
  }
  const [first] = bad;
  if (first) {
    const rows = nameRows(bad.map(({ row }) => [row]));
    const { message } = describe(first.reason.code, first.reason.args);
    yield warningOf('doctor/rows-unreadable', { count: bad.length, rows, first: message });
  }
  if (!parts.isOfGroups) yield* keys.findings(isWhole);
}

/** `2 days`, `12 hours`. */
function inWords(ms: number): string {
  const hours = ms / 3_600_000;
  return hours % 24 === 0 ? `${hours / 24} days` : `${Math.round(hours * 10) / 10} hours`;
}
