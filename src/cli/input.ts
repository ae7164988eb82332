/** `--input` of `etl eval`: a row of one's own, or with `--plain` any JSON. */
import { buffer } from 'node:stream/consumers';
import { EtlError, throwOnErrors, ProblemsError } from '../base/errors.ts';
import { toLineColumn, type SourceText } from '../base/document.ts';
import { scanJson, type JsonNode } from '../base/json-scan.ts';
import type { Json } from '../base/json.ts';
import { problem } from '../base/problem.ts';
import { decodeText, loadText } from '../base/text-file.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';

/** Loads the input: a file, or standard input for `-`. */
export async function loadInput(path: string): Promise<SourceText> {
  return path === '-' ? decodeText(await buffer(process.stdin), 'standard input') : loadText(path, path, '--input');
}

/** Any JSON, as JSONata takes it. Throws ProblemsError, drawn in the input. */
export function parseJsonInput(source: SourceText): Json {
  scan(source);
  return JSON.parse(source.text) as Json;
}

/**
 * A JSON object as a row: its keys are the columns, and lists of objects its repeats. Numbers are the cells that they are
 * written as.
 */
export function parseRow(source: SourceText): SourceRecord {
  const root = scan(source);
  if (!root.members) throw new EtlError('eval/not-a-row', {});
  const record = toRow(root, source.text);
  return { ...record, header: headerOf([record]) };
}

/** A record of these columns and cells. */
export function toRecord(cells: readonly (readonly [column: string, cell: string])[]): SourceRecord {
  const columns = cells.map(([name]) => name);
  const positions = new Map(columns.map((name, at) => [name, at]));
  return { header: { columns, positions }, cells: cells.map(([, cell]) => cell), row: 1, line: 1 };
}

function toRow({ members }: JsonNode, text: string): SourceRecord {
  const cells: [string, string][] = [];
  const repeats = new Map<string, readonly SourceRecord[]>();
  for (const [name, { value }] of members ?? [])
    if (value.items?.every((item) => item.members))
      repeats.set(
        name,
        value.items.map((item) => toRow(item, text)),
      );
    else cells.push([name, toCell(text.slice(value.start, value.end))]);
  return { ...toRecord(cells), repeats };
}

/** Of rows of one kind: the columns, and the repeats, that any of them has. */
function headerOf(records: readonly SourceRecord[]): Header {
  const columns = [...new Set(records.flatMap(({ header }) => header.columns))];
  const children = new Map<string, SourceRecord[]>();
  for (const { repeats } of records)
    for (const [name, some] of repeats ?? []) children.set(name, [...(children.get(name) ?? []), ...some]);
  const repeats = new Map([...children].map(([name, some]) => [name, headerOf(some)]));
  return { columns, positions: new Map(columns.map((name, at) => [name, at])), repeats };
}

/** 12345678901234567890 and 1.10 are other numbers once they have been parsed. */
function toCell(written: string): string {
  if (written.startsWith('"')) return JSON.parse(written) as string;
  return written === 'null' ? '' : written;
}

function scan(source: SourceText): JsonNode {
  const scanned = scanJson(source.text);
  if ('fault' in scanned) {
    const { start, end, reason } = scanned.fault;
    throw new ProblemsError([problem('eval/not-json', { path: source.file, reason }, { source, start, end })]);
  }
  throwOnErrors(
    scanned.duplicates.map(({ key, start, end, first }) =>
      problem('json/duplicate-key', { key, line: toLineColumn(source.text, first).line }, { source, start, end }),
    ),
  );
  return scanned.root;
}
