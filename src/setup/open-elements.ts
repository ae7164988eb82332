/** Data elements that nothing fills, with what comes near them. */
import { columnText } from '../base/column-text.ts';
import { likeness, WORTH_SHOWING } from '../matching/likeness.ts';
import { labelOf, type Question } from './form.ts';
import type { OpenPoint } from './open-point.ts';
import type { PairedQuestion } from './pair-questions.ts';
import { withoutCommonStart } from './question-words.ts';
import type { Suggestion } from './suggestion.ts';
import type { Target } from './target.ts';

/** Compulsory ones first; of each the questions that it may be, and answers that tick it. */
export function openElements(targets: readonly Target[], paired: readonly PairedQuestion[]): OpenPoint[] {
  const filled = new Set(paired.flatMap(({ target }) => (target ? [target.id] : [])));
  const left = targets.filter(({ id }) => !filled.has(id));
  const open = paired.filter((one) => !one.target);
  const shorten = withoutCommonStart(targets.map(({ name }) => name));
  return [...left]
    .sort((a, b) => Number(b.isCompulsory) - Number(a.isCompulsory))
    .map((target) => {
      const names = [...target.names, shorten(target.name)];
      const suggestions = open.flatMap((one) => [...asWhole(one, target), ...byAnswer(one.question, target, names)]);
      return { is: 'element', target, suggestions: suggestions.sort((a, b) => b.score - a.score).slice(0, 3) };
    });
}

function asWhole({ question, suggestions }: PairedQuestion, target: Target): Suggestion[] {
  return suggestions
    .filter(({ id }) => id === target.id)
    .map(({ score }) => ({ id: question.column, name: labelOf(question), score }));
}

/** One of several answers may be what a yes or no says: `="pump" in $choices(problems)`. Whether blank is a no, a person knows. */
function byAnswer({ kind, column, choices }: Question, { valueType }: Target, names: readonly string[]): Suggestion[] {
  if (kind !== 'choices' || !['BOOLEAN', 'TRUE_ONLY'].includes(valueType)) return [];
  return choices
    .map(({ value, labels }) => ({
      id: `=${JSON.stringify(value)} in $choices(${columnText(column)})`,
      name: labels[0] ?? value,
      score: Math.max(0, ...labels.flatMap((label) => names.map((name) => likeness(label, name)))),
    }))
    .filter(({ score }) => score >= WORTH_SHOWING);
}
