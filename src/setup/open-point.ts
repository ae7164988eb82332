import type { Choice, Question } from './form.ts';
import type { PairedUnit } from './pair-units.ts';
import type { Suggestion } from './suggestion.ts';
import type { Target } from './target.ts';

/** Something that only a person can decide. */
export type OpenPoint =
  /** Where or when a record belongs, or what it is known by; `column` was taken, and should be looked at. */
  | { readonly is: 'place'; readonly what: string; readonly column?: string; readonly why: string }
  | { readonly is: 'element'; readonly target: Target; readonly suggestions: readonly Suggestion[] }
  | {
      readonly is: 'question';
      readonly question: Question;
      readonly suggestions: readonly Suggestion[];
      readonly why: string;
    }
  | {
      readonly is: 'choice';
      readonly question: Question;
      readonly target: Target;
      readonly choice: Choice;
      readonly suggestions: readonly Suggestion[];
      readonly why: string;
    }
  | { readonly is: 'unit'; readonly column: string; readonly unit: PairedUnit };
