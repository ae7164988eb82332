import { EtlError } from '../base/errors.ts';
import type { Limit } from '../base/units.ts';
import type { FailureCode } from '../messages/code-table.ts';
import { describe } from '../messages/describe.ts';
import { reason, type Reason } from '../messages/reason.ts';
import { toAccept, type Accepted } from './accepted.ts';
import type { Counts } from './counts.ts';
import type { Reconcile } from './reconcile-keys.ts';

/** What a guard has found: the plan looks like an accident rather than a night's work. */
export type GuardFinding = Reason<FailureCode> & {
  /** What `--accept` takes to let it pass, such as `changed=61`; left out: nothing does. */
  readonly accept?: string;
};

/** What the guards look at. */
export interface Guarded {
  readonly counts: Counts;
  /** Of the created ones, those that no earlier run had reserved: a run that was cut short is finished without questions. */
  readonly newlyCreated: number;
  /** Of the updated ones, those that do not finish what an earlier run had begun. */
  readonly newlyChanged: number;
  readonly newlyMissing: number;
  /** Where most of the new ones are, in words; empty where that says nothing. */
  readonly mostCreated: readonly string[];
  /** What changes in most records, in words. */
  readonly mostChanged: readonly string[];
  /** Rows of new records that look like some that are gone, and were not accepted. */
  readonly maybeKnown: readonly number[];
  /** Live entries before this run. */
  readonly live: number;
  /** The source as people know it. */
  readonly location: string;
  /** Columns that the source had in the last run and has no more. */
  readonly lostColumns: readonly string[];
  /** What has changed at the sink's place so that values would be refused, or mean something else. */
  readonly breaking: readonly string[];
}

/** All that makes a plan unusual and was not accepted, each with what lets it pass. Pure; empty where it may be sent. */
export function checkGuards(guard: Reconcile['guard'], accepted: Accepted, run: Guarded): GuardFinding[] {
  const { counts, live, location, lostColumns, maybeKnown, breaking } = run;
  const findings: GuardFinding[] = [];
  if (counts.read === 0 && live > 0 && !accepted.words.has('empty-source'))
    findings.push({ ...reason('guard/source-empty', { location, live }), accept: 'empty-source' });
  if (lostColumns.length > 0 && !accepted.words.has('header'))
    findings.push({ ...reason('guard/header-changed', { location, columns: lostColumns }), accept: 'header' });
  if (breaking.length > 0 && !accepted.words.has('drift'))
    findings.push({ ...reason('guard/drift', { changes: firstSentences(breaking) }), accept: 'drift' });
  // A single one may be chance: it is held, and the run goes on. With several, the ids must have changed.
  if (maybeKnown.length > 1) {
    const args = { count: maybeKnown.length, rows: firstOf(maybeKnown) };
    findings.push({ ...reason('guard/ids-changed', args), accept: `ids=${maybeKnown.length}` });
  }
  return [...findings, ...findTooMany(guard, accepted, run)];
}

/** What there may be too many of, how many there are, the limit, and what says where most of them are. */
type TooMany = readonly [what: string, count: number, limit: Limit, most: readonly string[]];

function findTooMany(guard: Reconcile['guard'], accepted: Accepted, run: Guarded): GuardFinding[] {
  const { live } = run;
  const limits: readonly TooMany[] = [
    // A first run creates everything: there is nothing to compare it with.
    ['created', live === 0 ? 0 : run.newlyCreated, guard.created, run.mostCreated],
    ['changed', run.newlyChanged, guard.changed, run.mostChanged],
    ['missing', run.newlyMissing, guard.missing, []],
  ];
  return limits.flatMap(([what, count, limit, mostly]) => {
    const most = 'share' in limit ? limit.share * live : limit.count;
    const isTooMany = count >= guard.atLeast && count > most;
    if (!isTooMany || count <= (accepted.numbers.get(what) ?? -1)) return [];
    const shown = 'share' in limit ? `${limit.share * 100}%` : String(limit.count);
    const why = reason('guard/too-many', {
      what,
      count,
      limit: shown,
      live,
      ...(mostly.length > 0 && { most: mostly }),
    });
    return [{ ...why, accept: `${what}=${count}` }];
  });
}

/** What ends a run whose plan has findings: the only one itself, or one that counts them. Undefined where there are none. */
export function toRefusal(findings: readonly GuardFinding[], accepted: Accepted): EtlError | undefined {
  const [first, ...others] = findings;
  if (!first) return undefined;
  // A finding has the args of its code: they were checked together.
  if (others.length === 0) return new EtlError(first.code, first.args as never);
  const accept = acceptAll(findings, accepted);
  const messages = findings.map(({ code, args }) => describe(code, args).message).join(' ');
  return new EtlError('guard/several', { count: findings.length, messages, ...(accept !== undefined && { accept }) });
}

/** One `--accept` that lets all findings pass, beside what was accepted already; undefined where nothing lets all of them pass. */
export function acceptAll(findings: readonly GuardFinding[], accepted: Accepted): string | undefined {
  const words = findings.flatMap(({ accept }) => accept ?? []);
  return words.length < findings.length ? undefined : toAccept(accepted, words);
}

/** Rows that a message names. */
const ROWS_NAMED = 10;

/** Sentences that a message repeats; the report has all of them. */
const SENTENCES = 5;

function firstSentences(sentences: readonly string[]): string {
  const more = sentences.length - SENTENCES;
  return [...sentences.slice(0, SENTENCES), ...(more > 0 ? [`And ${more} more.`] : [])].join(' ');
}

function firstOf(rows: readonly number[]): string[] {
  const named = rows.slice(0, ROWS_NAMED).map(String);
  return rows.length > ROWS_NAMED ? [...named, '…'] : named;
}
