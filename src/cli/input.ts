/** `--input` of `etl eval`: a row of one's own, or with `--plain` any JSON. */
import { buffer } from 'node:stream/consumers';
import { EtlError, throwOnErrors, ProblemsError } from '../base/errors.ts';
import { toLineColumn, type SourceText } from '../base/document.ts';
import { scanJson, type JsonNode } from '../base/json-scan.ts';
import type { Json } from '../base/json.ts';
import { problem } from '../base/problem.ts';
import { decodeText, loadText } from '../base/text-file.ts';
import type { SourceRecord } from '../contracts/record.ts';

/** Loads the input: a file, or standard input for `-`. */
export async function loadInput(path: string): Promise<SourceText> {
  return path === '-' ? decodeText(await buffer(process.stdin), 'standard input') : loadText(path, path, '--input');
}

/** Any JSON, as JSONata takes it. Throws ProblemsError, drawn in the input. */
export function parseJsonInput(source: SourceText): Json {
  scan(source);
  return JSON.parse(source.text) as Json;
}

/** A JSON object as a row: its keys are the columns. Numbers are the cells that they are written as. */
export function parseRow(source: SourceText): SourceRecord {
  const { members } = scan(source);
  if (!members) throw new EtlError('eval/not-a-row', {});
  return toRecord([...members].map(([name, { value }]) => [name, toCell(source.text.slice(value.start, value.end))]));
}

/** A record of these columns and cells. */
export function toRecord(cells: readonly (readonly [column: string, cell: string])[]): SourceRecord {
  const columns = cells.map(([name]) => name);
  const positions = new Map(columns.map((name, at) => [name, at]));
  return { header: { columns, positions }, cells: cells.map(([, cell]) => cell), row: 1, line: 1 };
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
