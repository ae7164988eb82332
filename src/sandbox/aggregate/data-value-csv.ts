import { parse } from 'csv-parse/sync';
import { UnreadableForm } from './data-value-body.ts';

/** Columns in their order; up to 2.42 they count by their place. */
const COLUMNS = [
  'dataElement',
  'period',
  'orgUnit',
  'categoryOptionCombo',
  'attributeOptionCombo',
  'value',
  'storedBy',
  'lastUpdated',
  'comment',
  'followup',
  'deleted',
] as const;

/** From 2.43 on they count by their names; what has another name is a category. */
const BY_NAME: ReadonlyMap<string, string> = new Map(COLUMNS.map((name) => [name.toLowerCase(), name]));
const FLAGS: ReadonlySet<string> = new Set(['followup', 'deleted']);

/** Turns a CSV of data values, one a line under a line of names, into the JSON body of an import. */
export function csvToForm(body: Buffer, columns: 'by place' | 'by name'): Record<string, unknown> {
  const [names = [], ...lines] = parseLines(body);
  const dataValues = lines.map((line) => (columns === 'by place' ? byPlace(line) : byName(names, line)));
  return { dataValues };
}

function parseLines(body: Buffer): string[][] {
  try {
    return parse(body, { bom: true, skip_empty_lines: true, relax_column_count: true });
  } catch (error) {
    throw new UnreadableForm(error instanceof Error ? error.message : 'The CSV cannot be read');
  }
}

function byPlace(line: readonly string[]): Record<string, unknown> {
  const cells = COLUMNS.map((name, place) => [name, line[place]] as const);
  return Object.fromEntries(cells.filter(([, text]) => text !== undefined && text !== ''));
}

function byName(names: readonly string[], line: readonly string[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  const options: [string, string | null][] = [];
  for (const [place, name] of names.entries()) {
    const text = line[place] ?? '';
    const property = BY_NAME.get(name.toLowerCase());
    if (property === undefined) options.push([name, text === '' ? null : text]);
    else if (text !== '') row[property] = FLAGS.has(property) ? text.toLowerCase() === 'true' : text;
  }
  return options.length === 0 ? row : { ...row, categoryOptions: Object.fromEntries(options) };
}
