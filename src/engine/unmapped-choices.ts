/**
 * Choices that no option map has, as the records of a plan have them. Each is a reject; that its choice has never been met
 * before says that the form has changed, so it is told once besides.
 */
import { createHash } from 'node:crypto';
import type { Reject } from '../base/problem.ts';
import { reason, type Reason } from '../messages/reason.ts';

/** A form has not so many new choices: what has more holds free text, and is told as far as this. */
const MOST = 500;
const MOST_NAMED = 5;

interface Choice {
  readonly column: string;
  readonly choice: string;
  records: number;
  readonly row: number;
}

export class UnmappedChoices {
  readonly #choices = new Map<string, Choice>();

  add({ code, args, column, field, row }: Reject): void {
    const where = column ?? field;
    if (code !== 'option/no-match' || where === undefined) return;
    const choice = String(args['value']);
    const digest = digestOf(where, choice);
    const known = this.#choices.get(digest);
    if (known) known.records += 1;
    else if (this.#choices.size < MOST) this.#choices.set(digest, { column: where, choice, records: 1, row });
  }

  /** What there is to tell, one for each column; `told`: digests of what earlier runs have told. */
  news(told: readonly string[] = []): Reason[] {
    const known = new Set(told);
    const byColumn = new Map<string, Choice[]>();
    for (const [digest, choice] of this.#choices) {
      if (known.has(digest)) continue;
      byColumn.set(choice.column, [...(byColumn.get(choice.column) ?? []), choice]);
    }
    return [...byColumn].map(([column, choices]) => toReason(column, choices));
  }

  /** What the next run need not tell again: all that are there. */
  digests(): string[] {
    return [...this.#choices.keys()];
  }
}

function toReason(column: string, choices: readonly Choice[]): Reason {
  const named = choices.slice(0, MOST_NAMED).map(({ choice }) => JSON.stringify(choice));
  const rest = choices.length - named.length;
  const records = choices.reduce((sum, choice) => sum + choice.records, 0);
  const row = Math.min(...choices.map((choice) => choice.row));
  const all = rest > 0 ? [...named, `${rest} more`] : named;
  return reason('source/new-choices', { column, choices: all, records, row });
}

function digestOf(column: string, choice: string): string {
  return createHash('sha256').update(`choice\u0000${column}\u0000${choice}`).digest('base64url').slice(0, 12);
}
