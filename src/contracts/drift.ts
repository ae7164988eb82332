/** What has changed at the server since a mapping was made, and whom it hurts. */
import type { Args } from '../base/problem.ts';
import type { Code } from '../messages/code-table.ts';
import type { Mapped } from './mapper.ts';
import type { PlaceFacts } from './place-facts.ts';

/** One change, with what of the pipeline it touches. */
export interface Drift {
  readonly code: Code;
  readonly args: Args;
  /** Values that go there would be refused, or mean something else; the others are harmless. */
  readonly isBreaking: boolean;
  /** Columns that feed what has changed, as far as single columns do. */
  readonly columns: readonly string[];
  /** What stands in them where it is about an option: the choices that are mapped to it. */
  readonly choices: readonly string[];
  /** Records that it touches; 0 where none were looked at. */
  readonly records: number;
  /** The first of their rows. */
  readonly rows: readonly number[];
}

/** Watches the records of a run for what a change touches. */
export interface DriftWatch {
  /** There is a change, so that it matters which records it touches. */
  readonly isWatching: boolean;
  /** Looks at a batch of records. */
  see(mapped: readonly Mapped[]): void;
  /** The changes, breaking ones first, with the records seen so far. */
  drifts(): readonly Drift[];
}

/** What a mapping was made from, to be compared with what the server says now. */
export interface PlaceMemory {
  compareWith(now: PlaceFacts): DriftWatch;
}

/** How a pipeline fills the targets of its objects: values by their ids, properties by their names. */
export interface TargetUses {
  /** The program stage that is sent to; undefined where there is none, or the mapping does not say. */
  readonly stage: string | undefined;
  fills(target: string): boolean;
  /** Columns from which its values come. */
  columnsOf(target: string): readonly string[];
  /** Choices that are mapped to a word of its vocabulary; undefined where the mapping does not name the word. */
  choicesFor(target: string, word: string): readonly string[] | undefined;
}
