import type { TargetUses } from '../contracts/drift.ts';
import type { Field } from './field.ts';
import { allFields, type Mapping } from './mapping.ts';

/** How a mapping fills the targets of its objects, in all form versions together. */
export function toTargetUses(mapping: Mapping, mappedFor: string | undefined): TargetUses {
  const fields = new Map<string, Field[]>();
  for (const field of allFields(mapping)) {
    const { target } = field;
    const name = target.is === 'property' ? target.property.name : target.element.id;
    fields.set(name, [...(fields.get(name) ?? []), field]);
  }
  const fieldsOf = (target: string): readonly Field[] => fields.get(target) ?? [];
  return {
    stage: mappedFor,
    fills: (target) => fields.has(target),
    columnsOf: (target) => [...new Set(fieldsOf(target).flatMap(columnsOf))],
    choicesFor(target, word) {
      const named = fieldsOf(target).filter((field) => names(field, word));
      if (named.length === 0) return undefined;
      return [...new Set(named.flatMap((field) => choicesOf(field, word)))];
    },
  };
}

function columnsOf({ from, when }: Field): string[] {
  const own = from.is === 'column' ? [from.column] : from.is === 'expression' ? from.expression.references.columns : [];
  const read = [...own, ...(when?.expression.references.columns ?? [])];
  return read.map((column) => (typeof column === 'string' ? column : column.name));
}

/** Whether a word is among those that the field can be seen to give: by its option map, or written out. */
function names(field: Field, word: string): boolean {
  const { from, optionMap } = field;
  if (optionMap) return choicesOf(field, word).length > 0;
  if (from.is === 'literal') return String(from.value) === word;
  return from.is === 'expression' && [`"${word}"`, `'${word}'`].some((quoted) => from.text.includes(quoted));
}

function choicesOf({ optionMap }: Field, word: string): string[] {
  return [...(optionMap?.keys() ?? [])].filter((choice) => optionMap?.get(choice) === word);
}
