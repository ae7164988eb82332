/** The values of a record, each with where it comes from. */
import type { ExplainedField, ExplainedReason } from './explanation.ts';
import { lengthOf, named, shownValue, wrapped } from './layout.ts';
import { WHO_WORDS } from '../messages/who.ts';

/** A label takes at most so much room beside its value. */
const MOST_LABEL = 24;

/** Every value in a line or two; those without any in a list. */
export function drawValues(fields: readonly ExplainedField[]): string[] {
  const told = fields.filter(({ state }) => state === 'value' || state === 'failed');
  const width = Math.min(MOST_LABEL, Math.max(8, ...told.map(({ label }) => lengthOf(label))));
  const rest = [
    ['Blank', fields.filter(({ state }) => state === 'blank')],
    ['Off, since `when` does not hold', fields.filter(({ state }) => state === 'off')],
  ] as const;
  return [
    ...told.flatMap((field) => [
      ...named(field.label, field.state === 'failed' ? 'cannot be made' : shownValue(field.value), width),
      ...wrapped(' '.repeat(width + 4), chainOf(field)),
      ...(field.reason ? wrapped(`${' '.repeat(width + 4)}! `, field.reason.message) : []),
    ]),
    ...rest.flatMap(([name, some]) =>
      some.length > 0 ? wrapped(`  ${name}: `, some.map(({ label }) => label).join(', '), 4) : [],
    ),
  ];
}

/** Cells, expression, look-ups, in a line: what the value was made of. */
function chainOf({ from, text, cells, repeats, lookups, conversion }: ExplainedField): string {
  const read = cells.map(({ column, cell }) => `${column} = ${shownValue(cell)}`);
  const rows = repeats.map(({ repeat, rows: { length } }) => `${repeat}: ${length} row${length === 1 ? '' : 's'}`);
  const found = lookups.map(({ table, key, found: value }) => `${table}: "${key}" → ${value ?? 'not there'}`);
  const parts = [
    ...(from === 'expression' ? [text] : []),
    ...(from === 'literal' ? ['written in the spec'] : []),
    ...read,
    ...rows,
    ...found,
    ...(conversion === null ? [] : [conversion]),
  ];
  return `← ${parts.join('; ')}`;
}

/** Why not, what to do, and who can. */
export function drawReason({ message, hint, who }: ExplainedReason, indent = 4): string[] {
  const blanks = ' '.repeat(indent);
  return [
    ...wrapped(`${blanks}! `, message),
    ...(hint ? wrapped(`${blanks}  `, hint) : []),
    ...(who ? wrapped(`${blanks}  → `, WHO_WORDS[who], indent + 4) : []),
  ];
}
