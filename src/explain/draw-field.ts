/** One value in detail, from where it is written to what DHIS2 has. */
import type { ExplainedField, Explanation } from './explanation.ts';
import { drawReason } from './draw-values.ts';
import { named, shownTime, shownValue, wrapped } from './layout.ts';
import type { Json } from '../base/json.ts';

const NAMES = 10;
/** So many rows of a group are listed. */
const MOST_ROWS = 50;
/** More options are not listed. */
const MOST_ALLOWED = 30;

/** Draws a target of the record; one that no field fills any more has only what was sent and what is there. */
export function drawField(target: string, explanation: Explanation): string[] {
  const field = explanation.record?.fields.find((one) => one.target === target);
  const head = field ? drawMaking(field) : drawUnfilled(target, explanation);
  return ['', ...head, ...drawSent(target, explanation), ...drawThere(target, explanation)];
}

/** Nothing of the record fills it: it was sent once. */
function drawUnfilled(target: string, { record, labels }: Explanation): string[] {
  const why = record ? 'no field of the mapping' : 'nothing: the record is not in the source';
  return [titleOf(labels[target] ?? target, target, target), ...line('filled by', why)];
}

/** `Deaths (DeDeaths001)`, with what the mapping calls it where that is another name. */
function titleOf(label: string, target: string, name: string): string {
  const id = label === target ? '' : ` (${target})`;
  return `${label}${id}${name === label || name === target ? '' : `, ${name}`}`;
}

function line(name: string, text: string): string[] {
  return named(name, text, NAMES);
}

function drawMaking(field: ExplainedField): string[] {
  const { label, name, target, valueType, written, from, text, when, state, cells, repeats, lookups } = field;
  return [
    ...wrapped('', `${titleOf(label, target, name)}${valueType === null ? '' : `, ${valueType}`}`),
    ...line('written', written),
    ...line(from === 'column' ? 'column' : from === 'literal' ? 'literal' : 'expression', text),
    ...(when === null ? [] : line('when', `${when} ${state === 'off' ? 'does not hold: no value' : 'holds'}`)),
    ...cells.flatMap(({ column, cell }, at) => line(at === 0 ? 'reads' : '', `${column} = ${shownValue(cell)}`)),
    ...repeats.flatMap(drawRows),
    ...(state === 'off' || state === 'failed' ? [] : line('gives', shownValue(field.gives))),
    ...lookups.flatMap(({ table, key, found }, at) =>
      line(at === 0 ? 'looks up' : '', `${table}: "${key}" → ${found ?? 'not there'}`),
    ),
    ...drawResult(field),
  ];
}

function drawRows({ repeat, rows }: ExplainedField['repeats'][number]): string[] {
  const shown = rows.slice(0, MOST_ROWS).map(({ row, cells }) => {
    const read = cells.map(({ column, cell }) => `${column} = ${shownValue(cell)}`).join(', ');
    return line('', `row ${row}${read === '' ? '' : `: ${read}`}`);
  });
  const more = rows.length > MOST_ROWS ? line('', `and ${rows.length - MOST_ROWS} more`) : [];
  return [...line('reads', `${repeat}, ${rows.length} row${rows.length === 1 ? '' : 's'}`), ...shown.flat(), ...more];
}

function drawResult({ state, value, conversion, reason, allowed, required }: ExplainedField): string[] {
  const done = conversion === null ? '' : ` (${conversion})`;
  const needed = { always: 'always', completed: 'of what is completed' };
  return [
    ...(state === 'failed' ? line('becomes', 'nothing') : line('becomes', `${shownValue(value)}${done}`)),
    ...(reason ? drawReason(reason, NAMES + 4) : []),
    ...(allowed ? line('allowed', listOf(allowed)) : []),
    ...(required ? line('required', needed[required]) : []),
  ];
}

function listOf(words: readonly string[]): string {
  if (words.length <= MOST_ALLOWED) return words.join(', ');
  return `${words.slice(0, MOST_ALLOWED).join(', ')} and ${words.length - MOST_ALLOWED} more`;
}

/** Each time it was sent. */
function drawSent(target: string, { sent }: Explanation): string[] {
  const with_ = sent.filter(({ values }) => target in values);
  if (with_.length === 0) return line('sent', 'never, as far as is kept');
  return with_.flatMap(({ at, verdict, values }, place) =>
    line(place === 0 ? 'sent' : '', `${shownTime(at)}  ${shownValue(values[target])} (${verdict})`),
  );
}

function drawThere(target: string, { there, server }: Explanation): string[] {
  if (server.problem !== null) return line('DHIS2', `not known. ${server.problem}`);
  const live = there.filter(({ is }) => is === 'live');
  if (live.length === 0) return line('DHIS2', 'has nothing of the record');
  const valueOf = (values: Readonly<Record<string, Json>>): string => shownValue(values[target] ?? null);
  return live.flatMap(({ address, values }) =>
    line('DHIS2', live.length === 1 ? valueOf(values) : `${valueOf(values)} (${address})`),
  );
}
