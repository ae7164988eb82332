/** The header of a table, whatever file it stands in. */
import { describeUnseen, hasUnseen } from '../base/unseen-characters.ts';
import type { Header } from '../contracts/record.ts';

/**
 * The header that all records share. A name that stands twice means its first column; a column without a name cannot be
 * referred to. Byte-order marks, which may stand anywhere in a file put together of others, are no part of a name.
 */
export function toHeader(cells: readonly string[]): Header {
  const columns = cells.map((cell) => cell.replace(/^\ufeff+/, ''));
  const positions = new Map<string, number>();
  for (const [at, name] of columns.entries()) {
    if (name !== '' && !positions.has(name)) positions.set(name, at);
  }
  return { columns, positions };
}

/** Sentences on what is odd about the names of columns. */
export function remarkOnNames({ columns, positions }: Header): string[] {
  const remarks: string[] = [];
  const nameless = columns.filter((name) => name === '').length;
  const again = [...new Set(columns.filter((name, at) => name !== '' && positions.get(name) !== at))];
  const names = [...positions.keys()];
  const blank = names.filter((name) => name.trim() !== name);
  const unseen = names.filter((name) => name.trim() === name && hasUnseen(name.replace(/[\r\n]/g, '')));
  if (nameless > 0)
    remarks.push(`${nameless === 1 ? '1 column has' : `${nameless} columns have`} no name, and cannot be read.`);
  if (again.length > 0) remarks.push(`Columns that stand more than once, of which the first counts: ${toList(again)}.`);
  if (blank.length > 0) remarks.push(`Column names with a blank before or after them: ${toList(blank)}.`);
  if (unseen.length > 0)
    remarks.push(`Column names with something in them that is easily overlooked: ${toList(unseen, describeUnseen)}.`);
  return remarks;
}

function toList(names: readonly string[], about?: (name: string) => string): string {
  const shown = names.slice(0, 10).map((name) => `${JSON.stringify(name)}${about ? ` (${about(name)})` : ''}`);
  return names.length > 10 ? `${shown.join(', ')} and ${names.length - 10} more` : shown.join(', ');
}
