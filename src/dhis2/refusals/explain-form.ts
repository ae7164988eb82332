import type { Args } from '../../messages/args.ts';
import { valueIsPublic } from '../../messages/code-table.ts';
import { withArgs } from '../../messages/reason.ts';
import type { Refusal } from '../../contracts/sink.ts';
import type { DataSetView } from '../data-set-view.ts';
import { factsOfValue } from './facts-of-value.ts';

/** What is known where forms of a data set are sent. */
export interface FormKnowledge {
  readonly view: DataSetView;
  readonly username: string;
}

/** A refusal under one of DHIS2's own codes, with what is known of what it is about; see `explainEventRefusal`. */
export function explainFormRefusal(refusal: Refusal, known: FormKnowledge): Refusal {
  if (!/^dhis2\/E\d+$/.test(refusal.code)) return refusal;
  return withArgs(refusal, { ...factsOf(refusal, known), ...refusal.args });
}

function factsOf({ code, target, field, value }: Refusal, { view, username }: FormKnowledge): Args {
  const about = { dataSet: view.dataSet.name, user: username };
  const shown = value !== undefined && valueIsPublic(code) ? { value } : {};
  const { of } = target === undefined ? { of: undefined } : view.cellOf(target);
  if (of && target !== undefined)
    return {
      ...about,
      ...shown,
      what: `${view.labelOf(target) ?? of.element.name} (${target})`,
      ...factsOfValue(of.element, value),
    };
  return {
    ...about,
    ...shown,
    ...(field !== undefined && { what: field }),
    ...(target === 'attributeOptionCombo' && factsOfCombo(view, value)),
  };
}

function factsOfCombo(view: DataSetView, value: string | undefined): Args {
  const combo = value === undefined ? undefined : view.attributeOf(value)?.name;
  const allowed = view.attributeNames;
  return { ...(combo !== undefined && { combo }), ...(allowed.length > 0 && { allowed }) };
}
