/**
 * What people have left beside values: comments, and marks to follow them up. An import takes both away from each value
 * that comes without them, even from one that it does not change, so they are sent along as they were read last.
 */

/** Releases differ in how they spell the mark; each leaves the other spelling unread. */
export type CellNote = {
  readonly comment?: string;
  readonly followup?: true;
  readonly followUp?: true;
};

/** What stands beside a value that was read; undefined: nothing. */
export function toNote(row: {
  readonly comment?: string | null;
  readonly followup?: boolean | null;
  readonly followUp?: boolean | null;
}): CellNote | undefined {
  const comment = row.comment ?? '';
  const isMarked = row.followup === true || row.followUp === true;
  if (comment === '' && !isMarked) return undefined;
  return { ...(comment !== '' && { comment }), ...(isMarked && { followup: true, followUp: true }) };
}

/** Notes of the forms that were read, as far as there are any. */
export class FormNotes {
  readonly #notes = new Map<string, ReadonlyMap<string, CellNote>>();

  /** What a read has found of a form. */
  see(address: string, notes: ReadonlyMap<string, CellNote> | undefined): void {
    if (notes && notes.size > 0) this.#notes.set(address, notes);
    else this.#notes.delete(address);
  }

  of(address: string, cell: string): CellNote | undefined {
    return this.#notes.get(address)?.get(cell);
  }
}
