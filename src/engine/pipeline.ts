import type { Log } from '../base/log.ts';
import type { Patience } from '../base/patience.ts';
import type { IndexSession, IndexStore } from '../contracts/store.ts';
import type { SeenValues } from './compared-values.ts';
import type { PlaceMemory, DriftWatch } from '../contracts/drift.ts';
import type { KeyColumns } from './identity.ts';
import type { Mapper } from '../contracts/mapper.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import type { Problem } from '../base/problem.ts';
import type { Sink } from '../contracts/sink.ts';
import type { Source } from '../contracts/source.ts';
import type { Progress } from './progress.ts';
import type { Reconcile } from './reconcile-keys.ts';
import type { Language } from '../messages/language.ts';
import type { RowMemory } from './row-table.ts';
import type { Verification } from './verification.ts';

/** A pipeline ready to run: every component built, every expression compiled. */
export interface Pipeline {
  readonly name: string;
  /** IANA zone of the dates in file names. */
  readonly timeZone: string;
  readonly source: Source;
  /** The ids of a record, as `source.key` names them. */
  readonly key: readonly KeyColumns[];
  /** Records are groups of rows. */
  readonly isOfGroups?: true;
  /** Columns of `source.pair`. */
  readonly pair: readonly string[];
  readonly maxAgeMs: number | undefined;
  /** Whether a field, a condition, the key or the pair reads a column; those of children as `allColumns` names them. */
  readsColumn(name: string): boolean;
  /**
   * The columns from which a target (name of a property, or of an open-ended value) is made, for records of a form version;
   * none where it is made of no column.
   */
  columnsOf(target: string, version: string | undefined): readonly string[];
  /** What the form asks in a column; undefined where nobody has written it down. */
  questionOf(column: string): string | undefined;
  /** Whether a column is left out on purpose. */
  ignoresColumn(name: string): boolean;
  /** Says of columns that are not there what they look renamed to, from some records of the source. */
  explainColumns(problems: readonly Problem[], header: Header, records: readonly SourceRecord[]): readonly Problem[];
  /** Checks the columns and gives the mapper. Throws ProblemsError. */
  bindMapper(header: Header): Mapper;
  readonly sink: Sink;
  /** What the source calls a place that the sink knows by an id of its own; undefined where it has no name for it. */
  placeNameOf(place: string): string | undefined;
  /** What the mapping was made from; undefined where it is made of nothing that a server told. */
  readonly placeMemory?: PlaceMemory | undefined;
  /** Trouble with the sink that goes on for so long (milliseconds), without progress, ends the run. */
  readonly giveUpAfterMs: number;
  readonly index: { readonly store: IndexStore; readonly namespace: string };
  readonly reconcile: Reconcile;
  /** Of the pages that people read. */
  readonly language: Language;
  readonly artifacts: {
    readonly folder: string;
    readonly legacyNames: boolean;
    readonly keepMs: number;
    /** Whether pages show what stands in cells. */
    readonly personalData: boolean;
  };
  /** SHA-256 of the spec and of every mapping file. */
  readonly digest: string;
  /**
   * Digest of all that maps records, but for what the server tells: the parts of the spec that do, with what `${…}` stands for
   * in them, look-ups, mapping files, the engine's own way. Undefined where a record maps otherwise at another time.
   */
  readonly maps: string | undefined;
}

/** What a stage needs of the run it belongs to. */
export interface RunContext {
  readonly pipeline: Pipeline;
  readonly index: IndexSession;
  readonly log: Log;
  /** Filled by the stages: what is known, should the run end before its time. */
  readonly progress: Progress;
  readonly patience: Patience;
  /** Which records are looked at although nothing of them has changed. */
  readonly verification: Verification;
  /** Throws where the lock was lost: another run may be at work, and nothing more may be sent. */
  ensureLocked(): void;
  /** Time of the run, the same for all its stages. */
  readonly now: Date;
}

/** What planning needs besides. */
export interface PlanContext extends RunContext {
  /** Watches the records for what changes of the sink's place touch. */
  readonly drift?: DriftWatch | undefined;
  readonly mapper: Mapper;
  /** How many new records that look like gone ones a person has accepted as new (`--accept ids=…`). */
  readonly acceptedIds: number;
  /** Records that have not changed are left alone without being mapped. */
  readonly takesShortcut: boolean;
  /** What is known of rows by their bytes; undefined where all of them are read. */
  readonly rows?: RowMemory | undefined;
  /** Values of compared columns that earlier runs have seen. */
  readonly seenValues: SeenValues;
  /** Columns of the source in the last run; empty where there was none. */
  readonly lastHeader: readonly string[];
}
