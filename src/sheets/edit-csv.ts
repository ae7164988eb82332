import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/** A row of a CSV that becomes another, or none; all others stay as they were written, to the byte. */
export type RowEdit = (cells: readonly string[], at: number) => readonly string[] | 'as-it-is' | 'gone';

/** The CSV with its rows edited (the heading is row 0), and with further ones at its end. Pure. */
export function editCsv(
  bytes: Buffer,
  delimiter: string,
  edit: RowEdit,
  added: readonly (readonly string[])[],
): Buffer {
  const text = bytes.toString('utf8');
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, delimiter } as const;
  const rows = parse(bytes, options) as unknown as { record: string[]; info: { bytes: number } }[];
  const write = (cells: readonly string[]): string => stringify([cells], { delimiter, record_delimiter: '' });
  const pieces: Buffer[] = [];
  let [from, at] = [0, 0];
  for (const { record, info } of rows) {
    const raw = bytes.subarray(from, info.bytes);
    from = info.bytes;
    const isSign = at === 0 && pieces.length === 0 && /^sep=/i.test(record.join(delimiter));
    const edited = isSign ? 'as-it-is' : edit(record, at);
    if (!isSign) at += 1;
    if (edited === 'as-it-is') pieces.push(raw);
    else if (edited !== 'gone') pieces.push(Buffer.from(`${write(edited)}${eol}`));
  }
  pieces.push(bytes.subarray(from));
  const whole = Buffer.concat(pieces);
  if (added.length === 0) return whole;
  const isOpen = whole.length > 0 && whole.at(-1) !== 0x0a;
  return Buffer.concat([
    whole,
    Buffer.from(`${isOpen ? eol : ''}${added.map((row) => `${write(row)}${eol}`).join('')}`),
  ]);
}
