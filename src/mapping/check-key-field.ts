import { problem, type Problem } from '../base/problem.ts';
import { suggestionFor } from '../base/suggestion.ts';
import { fitnessForKeys } from '../dhis2/key-element.ts';
import type { KeyValueSpec, NamedField } from './mapping-spec.ts';
import type { GeneratedElement, GeneratedMapping } from './generated-file.ts';

/**
 * The sink alone fills it: it must be in the program, be able to carry keys, and neither a column nor a field by hand may
 * feed it, in any form version. Without a generated mapping nothing is known of the program before a run asks DHIS2.
 */
export function checkKeyField(
  { id, place }: KeyValueSpec,
  mappings: readonly GeneratedMapping[],
  byHand: readonly NamedField[],
): Problem[] {
  const [common] = mappings;
  if (!common) return [];
  const found = common.elements.find((one) => one.element.id === id);
  if (!found) {
    const known = common.elements.map((one) => one.element.id);
    return [problem('mapping/unknown-key-element', { uid: id, ...suggestionFor(id, known) }, place)];
  }
  const { name, valueType, optionSet } = found.element;
  const args = { element: `${name} (${id})`, valueType, hasOptions: optionSet !== undefined };
  const fitness = fitnessForKeys(args);
  const severity = fitness === 'numbers' ? 'warning' : 'error';
  return [
    ...(fitness === 'fits' ? [] : [problem('mapping/key-element-type', { ...args, fitness }, place, severity)]),
    ...mappings.flatMap((one) => mappedFrom(one, id)).map((one) => toMapped(args.element, one)),
    ...byHand
      .filter((one) => one.name === id || one.name === name)
      .map((one) => problem('mapping/key-element-mapped', { element: args.element }, one.namePlace)),
  ];
}

function mappedFrom({ elements }: GeneratedMapping, id: string): GeneratedElement[] {
  return elements.filter((one) => one.element.id === id && one.column !== undefined);
}

function toMapped(element: string, { column = '', place }: GeneratedElement): Problem {
  return problem('mapping/key-element-mapped', { element, column }, place);
}
