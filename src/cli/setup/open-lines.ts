/** What is left open, as lines of the sheet on which people decide. Pure. */
import { UNIT_LOOKUP } from '../../generate/sheet/layout.ts';
import type { OpenLine } from '../../exchange/to-decide-sheet.ts';
import { labelOf } from '../../setup/form.ts';
import type { OpenPoint } from '../../setup/open-point.ts';
import type { Found } from '../../setup/suggest.ts';
import type { Suggestion } from '../../setup/suggestion.ts';
import type { Target } from '../../setup/target.ts';

/** A point that `etl init` has left open. */
export function toOpenLine(point: OpenPoint): OpenLine {
  switch (point.is) {
    case 'place':
      return { kind: 'place', column: point.column, value: point.what, why: point.why, candidates: [] };
    case 'element': {
      const { target, suggestions } = point;
      const why = target.isCompulsory ? 'compulsory in DHIS2, and nothing fills it' : 'nothing fills it';
      return { kind: 'element', question: target.name, why, candidates: toCandidates(suggestions), uid: target.id };
    }
    case 'question': {
      const { question, suggestions, why } = point;
      const candidates = toCandidates(suggestions);
      return { kind: 'question', column: question.column, question: labelOf(question), why, candidates };
    }
    case 'choice': {
      const { question, choice, suggestions, why, target } = point;
      return {
        kind: 'choice',
        column: question.column,
        question: labelOf(question),
        value: choice.value,
        label: choice.labels[0],
        why,
        candidates: toCandidates(suggestions),
        table: target.optionSet?.name,
        uid: target.optionSet?.id,
      };
    }
    default: {
      const { value, label, suggestions } = point.unit;
      const candidates = toCandidates(suggestions);
      return { kind: 'unit', column: point.column, value, label, candidates, table: UNIT_LOOKUP };
    }
  }
}

/** Something new in a form or an export; what is sure of it is decided, as long as nobody has written it yet. */
export function toFoundLine(found: Found, targets: readonly Target[]): OpenLine {
  const { is, column, label, value, valueLabel, optionSet, sure, suggestions } = found;
  const set = targets.find((one) => one.optionSet?.id === optionSet)?.optionSet;
  return {
    kind: is,
    column,
    question: label,
    value,
    label: valueLabel,
    candidates: toCandidates(suggestions),
    decision: sure && `${sure.name} (${sure.id})`,
    table: is === 'unit' ? UNIT_LOOKUP : optionSet && set?.name,
    uid: optionSet,
  };
}

function toCandidates(suggestions: readonly Suggestion[]): OpenLine['candidates'] {
  return suggestions.map(({ id, name, score }) => ({ name, code: id, score }));
}
