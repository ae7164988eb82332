import { problem, type Problem } from '../base/problem.ts';
import { suggestionFor } from '../base/suggestion.ts';
import { fitnessForKeys } from '../dhis2/key-element.ts';
import type { KeyValueSpec, NamedField } from './mapping-spec.ts';
import type { GeneratedElement, GeneratedMapping } from './generated-file.ts';

/**
 * Checks the data element that is to carry keys. It must be in the program and be able to carry them; and since the sink
 * alone fills it, neither a column nor a field by hand may, in any form version. Without a generated mapping nothing is
 * known of the program before a run asks DHIS2, so nothing is checked.
 */
export function checkKeyField(
  { id, place }: KeyValueSpec,
  mappings: readonly GeneratedMapping[],
  byHand: readonly NamedField[],
): Problem[] {
  const [common] = mappings;
  if (!common) return [];
  const keyElement = common.elements.find((candidate) => candidate.element.id === id);
  if (!keyElement) {
    const known = common.elements.map((candidate) => candidate.element.id);
    return [problem('mapping/unknown-key-element', { uid: id, ...suggestionFor(id, known) }, place)];
  }
  const { name, valueType, optionSet } = keyElement.element;
  const args = { element: `${name} (${id})`, valueType, hasOptions: optionSet !== undefined };
  const fitness = fitnessForKeys(args);
  const severity = fitness === 'numbers' ? 'warning' : 'error';
  return [
    ...(fitness === 'fits' ? [] : [problem('mapping/key-element-type', { ...args, fitness }, place, severity)]),
    ...mappings.flatMap((mapping) => mappedFrom(mapping, id)).map((mapped) => toMapped(args.element, mapped)),
    ...byHand
      .filter((field) => field.name === id || field.name === name)
      .map((field) => problem('mapping/key-element-mapped', { element: args.element }, field.namePlace)),
  ];
}

function mappedFrom({ elements }: GeneratedMapping, id: string): GeneratedElement[] {
  return elements.filter((candidate) => candidate.element.id === id && candidate.column !== undefined);
}

function toMapped(element: string, { column = '', place }: GeneratedElement): Problem {
  return problem('mapping/key-element-mapped', { element, column }, place);
}
