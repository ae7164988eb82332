/** One record of a plan as text. */
import { askedText } from '../../engine/in-place.ts';
import { WHO_WORDS } from '../../messages/who.ts';
import type { RecordField, RecordView } from './record-view.ts';
import { ACTION_WORDS, changeText, exampleText, oneLine, valueText } from './words.ts';

export function drawRecord(record: RecordView): string {
  const { action, uid, row, ids, key, reasons } = record;
  const others = ids.filter((id) => id !== key);
  const head = [
    exampleText(record),
    `  ${ACTION_WORDS[action]}${uid === null || row === null ? '' : `, UID ${uid}`}`,
    ...(others.length > 0 ? [`  other ids: ${others.join(', ')}`] : []),
  ];
  const why = reasons.flatMap(({ column, label, message, hint, who }) => [
    `  - ${column === null ? '' : `${column}${askedText(label, `${column} ${message}`)}: `}${message}`,
    ...(hint === null
      ? []
      : hint.split('\n').map((line, at) => (at === 0 ? `    ${WHO_WORDS[who]}: ${line}` : `    ${line}`))),
  ]);
  const width = Math.min(40, Math.max(0, ...record.fields.map(({ label }) => label.length)));
  const fields = record.fields.map((field) => `  ${markOf(field)} ${field.label.padEnd(width)}  ${fieldValue(field)}`);
  return [...head, ...why, ...fields].map(oneLine).join('\n');
}

/** What is lost stands out, then what changes. */
function markOf({ isLoss, from }: RecordField): string {
  if (isLoss) return '!';
  return from === undefined ? ' ' : '~';
}

function fieldValue({ value, from }: RecordField): string {
  return from === undefined ? valueText(value) : changeText({ from, to: value });
}
