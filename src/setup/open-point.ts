import type { SheetToWrite } from '../sheets/sheet.ts';
import { labelOf, type Choice, type Question } from './form.ts';
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

const COLUMNS = [
  ['kind', 12],
  ['column', 26],
  ['label', 40],
  ['value', 18],
  ['value label', 26],
  ['decision', 20],
  ['candidate 1', 40],
  ['score 1', 8],
  ['candidate 2', 40],
  ['score 2', 8],
  ['candidate 3', 40],
  ['score 3', 8],
  ['why', 50],
] as const;

/** Open points as a sheet: a line each, with what they may be. */
export function toOpenSheet(open: readonly OpenPoint[]): SheetToWrite {
  return {
    name: 'To decide',
    columns: COLUMNS.map(([title, width]) => ({ title, width })),
    rows: open.map((point) => {
      const { head, suggestions, why } = toLine(point);
      const cells = [0, 1, 2].flatMap((at) => {
        const one = suggestions[at];
        return one ? [`${one.name} (${one.id})`, Math.min(100, Math.round(one.score))] : [null, null];
      });
      return [point.is, ...head, null, ...cells, why];
    }),
  };
}

function toLine(point: OpenPoint): {
  readonly head: readonly (string | null)[];
  readonly suggestions: readonly Suggestion[];
  readonly why: string;
} {
  switch (point.is) {
    case 'place':
      return { head: [point.column ?? null, point.what, null, null], suggestions: [], why: point.why };
    case 'element': {
      const { target, suggestions } = point;
      const why = target.isCompulsory ? 'compulsory in DHIS2, and nothing fills it' : 'nothing fills it';
      return { head: [null, `${target.name} (${target.id})`, null, null], suggestions, why };
    }
    case 'question':
      return {
        head: [point.question.column, labelOf(point.question), null, null],
        suggestions: point.suggestions,
        why: point.why,
      };
    case 'choice': {
      const { question, choice, suggestions, why } = point;
      return { head: [question.column, labelOf(question), choice.value, choice.labels[0] ?? null], suggestions, why };
    }
    default: {
      const { value, label, suggestions } = point.unit;
      return { head: [point.column, null, value, label], suggestions, why: '' };
    }
  }
}
