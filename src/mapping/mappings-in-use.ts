import type { JsonDocument } from '../base/json-document.ts';
import type { Problem } from '../base/problem.ts';

/** A generated mapping as it would be read from its file. */
export interface DocumentInUse extends JsonDocument {
  readonly text: string;
}

/**
 * Generated mappings as their inputs give them today, whatever their files say. Each place in them is one in the file that
 * a person edits.
 */
export interface MappingsInUse {
  /** By the absolute path of the file that they stand for. */
  readonly documents: ReadonlyMap<string, DocumentInUse>;
  /** What is wrong with the inputs, or with a file that is not what we made of them. */
  readonly problems: readonly Problem[];
}

/** None was made: the files are used as they are. */
export const AS_FILES_SAY: MappingsInUse = { documents: new Map(), problems: [] };
