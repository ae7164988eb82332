import { parse } from 'csv-parse/sync';
import { Refusal } from './web.ts';

const EVENT_COLUMNS = (
  'event status program programStage orgUnit enrollment occurredAt scheduledAt ' +
  'completedAt storedBy attributeOptionCombo attributeCategoryOptions'
).split(' ');

/** Turns an event CSV (one line per data value, lines of one event under its uid) into the JSON body of an import. */
export function csvToJsonBody(body: Buffer): Buffer {
  let rows: Record<string, string>[];
  try {
    rows = parse(body, { columns: true, bom: true, skip_empty_lines: true });
  } catch (error) {
    throw new Refusal(400, error instanceof Error ? error.message : 'The CSV cannot be read');
  }
  const events = new Map<string, Record<string, unknown> & { dataValues: Record<string, unknown>[] }>();
  rows.forEach((row, index) => {
    const key = row['event'] || `row ${index}`;
    const about = EVENT_COLUMNS.filter((name) => row[name]).map((name) => [name, row[name]] as const);
    const event = events.get(key) ?? { ...Object.fromEntries(about), dataValues: [] };
    events.set(key, event);
    if (row['dataElement']) event.dataValues.push({ dataElement: row['dataElement'], value: row['value'] });
  });
  return Buffer.from(JSON.stringify({ events: [...events.values()] }));
}
