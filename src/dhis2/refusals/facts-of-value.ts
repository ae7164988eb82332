import { suggestionFor } from '../../base/suggestion.ts';
import type { Args } from '../../messages/args.ts';
import { needOf } from './value-needs.ts';

/** Most options that a message lists. */
const MOST_LISTED = 20;

/** A data element as far as a refusal of its value is explained by it. */
export interface ExplainedElement {
  readonly valueType: string;
  readonly optionSet?: {
    readonly id: string;
    readonly name?: string;
    readonly options?: readonly { readonly code: string }[];
  };
}

/** What a data element takes: its type in words, its options, and the one that is nearest to a value. */
export function factsOfValue({ valueType, optionSet }: ExplainedElement, value: string | undefined): Args {
  const needed = needOf(valueType);
  return { valueType, ...(needed !== undefined && { needed }), ...(optionSet && factsOfOptions(optionSet, value)) };
}

function factsOfOptions(
  { id, name, options = [] }: NonNullable<ExplainedElement['optionSet']>,
  value: string | undefined,
): Args {
  const codes = options.map(({ code }) => code);
  const allowed = codes.slice(0, MOST_LISTED).map(inQuotes);
  const near = value === undefined ? {} : suggestionFor(value, codes);
  return { optionSet: name ?? id, ...(codes.length > 0 && { allowed, options: codes.length }), ...near };
}

/** A list is joined by commas. */
function inQuotes(code: string): string {
  return code.includes(',') ? `"${code}"` : code;
}
