import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { CsvError, Info } from 'csv-parse';
import type { FromSchema } from 'json-schema-to-ts';
import { EtlError } from '../base/errors.ts';
import { defineSource } from '../engine/component.ts';
import type { BadRow, Extract, Header, Source, SourceBatch, SourceRecord } from '../engine/contracts.ts';
import type { Storage } from '../storage/storage.ts';
import { checkedBytes, type FileEnd } from './csv-bytes.ts';
import { delimiterName, findDelimiter } from './csv-delimiter.ts';
import { WidthWatch } from './csv-width.ts';

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['path'],
  properties: {
    path: {
      type: 'string',
      minLength: 1,
      description: 'The file: in its connection, or without one relative to the spec.',
    },
    delimiter: {
      type: 'string',
      minLength: 1,
      description: 'What separates the cells. Left out: found from the header, and named in the log.',
    },
    missing: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description: 'Words that stand for no answer, beside the empty cell; in every column, letter by letter.',
    },
  },
} as const;

type Config = FromSchema<typeof SCHEMA>;

/** Kobo's CSV exports, and CSV as others write it. */
export const csvSource = defineSource<Config>({
  kind: 'csv',
  role: 'source',
  summary: 'A CSV file with a header, UTF-8: one row for each submission.',
  accepts: ['azure-blob', 'file'],
  schema: SCHEMA,
  example: `source:
  kind: csv
  connection: datalake
  path: raw/export.csv
  delimiter: ";"
  missing: ["NA", "N/A"]
  key: [meta/rootUuid, _id, _uuid]
`,
  build(config, { storage, folder }): Source {
    // Without a connection the file lies where the spec says, on this machine.
    const isLocal = storage.kind === 'file' && !('root' in storage && storage.root !== undefined);
    const path = isLocal ? resolve(folder, config.path) : config.path;
    return { extract: (to) => openCsv(storage, path, config, to) };
  },
});

type Item = { readonly record: readonly string[]; readonly info: Info };

async function openCsv(storage: Storage, path: string, config: Config, folder: string): Promise<Extract> {
  const location = storage.describe(path);
  const opened = await storage.open(path);
  if (!opened) throw new EtlError('source/not-found', { location });
  const copy = join(folder, 'source.csv');
  const end: FileEnd = { endsWithLineEnd: false };
  const bytes = checkedBytes(opened.stream, copy, location, end);
  const first = await firstBytes(bytes);
  const delimiter = chooseDelimiter(config.delimiter, Buffer.concat(first).toString('utf8'), location);
  const items = await parseItems(bytes, first, delimiter, location);
  const close = async (): Promise<void> => {
    await items.return?.(undefined);
    await bytes.return(undefined);
    opened.stream.destroy();
  };
  const head = await items.next();
  if (head.done) {
    await close();
    throw new EtlError('source/empty', { location });
  }
  const { header, remarks } = toHeader(head.value.record);
  const found = config.delimiter === undefined ? [`cells are separated by ${delimiterName(delimiter)}, found from the header`] : [];
  return {
    location,
    header,
    etag: opened.etag,
    modified: opened.modified,
    remarks: [...found, ...remarks],
    copy,
    batches: (size) => batches(items, header, new Set(config.missing), new WidthWatch(header.columns.length, location), end, size),
    close,
  };
}

/** Enough of the file to see the whole header. */
const HEADER_BYTES = 1 << 16;

async function firstBytes(bytes: AsyncGenerator<Buffer>): Promise<Buffer[]> {
  const first: Buffer[] = [];
  for (let size = 0; size < HEADER_BYTES; ) {
    const next = await bytes.next();
    if (next.done) break;
    first.push(next.value);
    size += next.value.length;
  }
  return first;
}

function chooseDelimiter(given: string | undefined, start: string, location: string): string {
  const found = findDelimiter(start);
  if (given === undefined) return found ?? ';';
  const headerLine = start.split(/[\r\n]/, 1)[0] ?? '';
  if (found !== undefined && found !== given && !headerLine.includes(given)) {
    const args = { location, given: delimiterName(given), found: delimiterName(found), write: JSON.stringify(found) };
    throw new EtlError('source/wrong-delimiter', args, { exitCode: 2 });
  }
  return given;
}

async function parseItems(
  bytes: AsyncGenerator<Buffer>,
  first: readonly Buffer[],
  delimiter: string,
  location: string,
): Promise<AsyncGenerator<Item>> {
  const { parse } = await import('csv-parse');
  const all = async function* (): AsyncGenerator<Buffer> {
    yield* first;
    yield* bytes;
  };
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    // A quote inside an unquoted cell is a letter like any other.
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: false,
  });
  const input = Readable.from(all(), { objectMode: false });
  input.on('error', (error) => parser.destroy(error));
  input.pipe(parser);
  return (async function* (): AsyncGenerator<Item> {
    try {
      for await (const item of parser as AsyncIterable<Item>) yield item;
    } catch (error) {
      throw toSourceError(error, location);
    } finally {
      input.destroy();
      parser.destroy();
    }
  })();
}

/** What the parser says, in our words; its own message may quote a cell. */
function toSourceError(error: unknown, location: string): unknown {
  const { code, lines } = error as CsvError & { lines?: number };
  if (code === 'CSV_QUOTE_NOT_CLOSED') return new EtlError('source/truncated', { location, line: lines ?? 0, reason: 'quote' });
  if (typeof code === 'string' && code.startsWith('CSV_')) return new EtlError('source/stray-quote', { location, line: lines ?? 0 });
  return error;
}

function toHeader(columns: readonly string[]): { header: Header; remarks: string[] } {
  const positions = new Map<string, number>();
  const twice = new Set<string>();
  for (const [at, name] of columns.entries()) {
    if (!positions.has(name)) positions.set(name, at);
    else if (name !== '') twice.add(name);
  }
  const remarks = twice.size > 0 ? [`columns that stand twice in the header, the first one counts: ${[...twice].join(', ')}`] : [];
  return { header: { columns, positions }, remarks };
}

async function* batches(
  items: AsyncGenerator<Item>,
  header: Header,
  missing: ReadonlySet<string>,
  widths: WidthWatch,
  end: FileEnd,
  size: number,
): AsyncGenerator<SourceBatch> {
  let records: SourceRecord[] = [];
  let badRows: BadRow[] = [];
  let row = 0;
  for await (const { record, info } of items) {
    row += 1;
    const line = firstLineOf(record, info);
    const bad = widths.look(row, line, record.length);
    if (bad) badRows.push(bad);
    else records.push({ header, cells: missing.size === 0 ? record : blankMissing(record, missing), row, line });
    if (records.length + badRows.length < size) continue;
    yield { records, badRows };
    records = [];
    badRows = [];
  }
  if (records.length + badRows.length > 0) yield { records, badRows };
  widths.finish(end.endsWithLineEnd);
}

function blankMissing(cells: readonly string[], missing: ReadonlySet<string>): readonly string[] {
  return cells.some((cell) => missing.has(cell)) ? cells.map((cell) => (missing.has(cell) ? '' : cell)) : cells;
}

/** The parser counts lines up to the end of the row; line ends inside its cells come off. */
function firstLineOf(record: readonly string[], info: Info): number {
  let inside = 0;
  for (const cell of record) {
    for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) inside += 1;
  }
  return info.lines - inside;
}
