import { likeness, SURE } from '../matching/likeness.ts';
import type { Choice, Question } from './form.ts';
import type { Suggestion } from './suggestion.ts';
import type { Option } from './target.ts';
import { withoutAsides, withoutCommonStart } from './question-words.ts';

/** What a choice becomes. */
export interface PairedChoice {
  readonly choice: Choice;
  /** Code of the option, where it is sure. */
  readonly code?: string;
  /** Its list is numbered as the codes are. */
  readonly isNumbered: boolean;
  /** Options that it may be, best first. */
  readonly suggestions: readonly Suggestion[];
}

/** How far apart the best and the next must be for the best to be sure. */
const LEAD = 5;

/** A longer answer is an explanation, in words of its own. */
const LONGEST = 100;

/**
 * What the choices of a question are among the options of a set. Sure is a choice whose value is a code, whose label says
 * what an option says, or whose list is numbered as the codes are (`committee`, 3: COMMITTEE_3); each option once.
 */
export function pairChoices(question: Question, options: readonly Option[]): readonly PairedChoice[] {
  const named = nameOptions(options);
  const numbered = numberedCodes(question, options);
  const first = question.choices.map((choice) => {
    const scored = named
      .map(({ option, names }) => ({ option, score: scoreOf(choice, names, option) }))
      .sort((a, b) => b.score - a.score);
    return { choice, scored, byLabel: surest(scored), byNumber: numbered.get(choice.value) };
  });
  const chosen = first.map(({ byLabel, byNumber }) =>
    byLabel !== undefined && byNumber !== undefined && byLabel !== byNumber ? undefined : (byLabel ?? byNumber),
  );
  return first.map(({ choice, scored }, at) => {
    const code = chosen[at];
    // Two answers that become one: nobody should lose one of them without having said so.
    const isSure = code !== undefined && chosen.indexOf(code) === chosen.lastIndexOf(code);
    const suggestions = scored
      .filter(({ score }) => score >= 50)
      .slice(0, 3)
      .map(({ option, score }) => ({ id: option.code, name: option.name, score }));
    return { choice, ...(isSure && { code }), isNumbered: numbered.size > 0, suggestions };
  });
}

/** The share of a question's choices that are sure among the options, from 0 to 1; without choices 0. */
export function shareOfSure(paired: readonly PairedChoice[]): number {
  return paired.length === 0 ? 0 : paired.filter(({ code }) => code !== undefined).length / paired.length;
}

/** An option by its name and by its code, without what all codes start with. */
function nameOptions(options: readonly Option[]): { readonly option: Option; readonly names: readonly string[] }[] {
  const short = withoutCommonStart(options.map(({ code }) => code));
  return options.map((option) => ({ option, names: [option.name, option.code, short(option.code)] }));
}

function scoreOf({ value, labels }: Choice, names: readonly string[], { code }: Option): number {
  if (value === code) return 101;
  // A number without words says nothing: 1 may be yes here, and no there.
  const words = [value, ...labels].filter((word) => !/^\d+$/.test(word));
  const shortened = words.map(withoutAsides);
  const short = [...new Set([...words, ...shortened])].filter((word) => word.length <= LONGEST);
  return Math.max(0, ...short.flatMap((word) => names.map((name) => likeness(word, name))));
}

function surest(scored: readonly { readonly option: Option; readonly score: number }[]): string | undefined {
  const [best, next] = scored;
  return best && best.score >= SURE && best.score - (next?.score ?? 0) >= LEAD ? best.option.code : undefined;
}

/** Codes that are the list's name (or the question's) and the value: all of them, or it means nothing. */
function numberedCodes({ list, name, choices }: Question, options: readonly Option[]): ReadonlyMap<string, string> {
  if (choices.length < 2) return new Map();
  const fold = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const codes = new Map(options.map(({ code }) => [fold(code), code]));
  const found = choices.map(({ value }) => [value, codes.get(fold(`${list ?? name}_${value}`))] as const);
  return new Map(found.every((pair): pair is [string, string] => pair[1] !== undefined) ? found : []);
}
