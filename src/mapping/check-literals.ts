/** Texts that were meant to be computed: an expression without its `=`, or the name of a column. */
import { distinctProblems, warning, problem, type Problem } from '../base/problem.ts';
import { toSingleQuoted } from '../base/yaml-faults.ts';
import { toColumnName } from '../expression/names/column-name.ts';
import { isExpression } from '../expression/is-expression.ts';
import { convertValue } from './convert.ts';
import { targetName, type Field } from './field.ts';

/** Reports a text that calls a function, and so lacks its `=`: an error where the field cannot take it, else a warning. */
export function checkUncomputed(field: Field): Problem[] {
  const { from, target, place } = field;
  if (from.is !== 'literal' || typeof from.value !== 'string') return [];
  const text = from.value.trim();
  if (!/^\$[A-Za-z]\w*\(/.test(text) || !isExpression(text)) return [];
  const args = { field: targetName(target), text, rewrite: toScalar(`=${text}`) };
  const code = 'mapping/not-computed';
  return [convertValue(field, from.value).ok ? warning(code, args, place) : problem(code, args, place)];
}

/** Warns of a text that is the name of a column; not where the field has words of its own (options), which it may be. */
export function checkColumnTexts(fields: readonly Field[], columns: ReadonlySet<string>): Problem[] {
  const found = fields.flatMap((field) => {
    const { from, target } = field;
    if (from.is !== 'literal' || typeof from.value !== 'string' || !columns.has(from.value)) return [];
    const isWord =
      target.is === 'element' ? target.element.optionSet !== undefined : Array.isArray(target.property.type);
    if (isWord) return [];
    const args = { field: targetName(target), text: from.value, rewrite: toScalar(`=${toColumnName(from.value)}`) };
    // Where a generated field stands is worked out only when somebody asks.
    return [warning('mapping/not-computed', args, field.place)];
  });
  // A field by hand is there once for each form version.
  return distinctProblems(found);
}

/** As it stands in YAML, in quotes where it needs them. */
function toScalar(text: string): string {
  return /: | #|\?|[\n{}[\]]/.test(text) ? toSingleQuoted(text) : text;
}
