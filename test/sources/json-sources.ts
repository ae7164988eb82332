import { SILENT, type Log } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import type { SourceRecord } from '../../src/contracts/record.ts';
import type { Source } from '../../src/contracts/source.ts';
import { HttpClient, type HttpOptions } from '../../src/http/client.ts';
import { compileOwn } from '../../src/pipeline/compile-formulas.ts';
import { httpJsonSource } from '../../src/sources/http-json.ts';

const FORMULAS = new Set(['records', 'next', 'total']);

/** A client that does not wait between its tries, though its patience counts as if it did. */
export function newClient(url: string, options: Partial<HttpOptions> = {}): HttpClient {
  return new HttpClient({
    url,
    headers: {},
    query: {},
    timeoutMs: 5000,
    log: SILENT,
    hide: String,
    pause: () => Promise.resolve(),
    ...options,
  });
}

/** A source as a spec would have it built; formulas are written with their `=`. */
export function newSource(config: Readonly<Record<string, unknown>>, client: HttpClient, log: Log = SILENT): Source {
  const compiled = Object.entries(config).map(([key, value]) => [
    key,
    FORMULAS.has(key) ? compileOwn(String(value).replace(/^=/, '')) : value,
  ]);
  const context = { folder: '/', log, secrets: new Secrets(), server: client, compile: compileOwn };
  return httpJsonSource.build({ missing: [], query: {}, ...Object.fromEntries(compiled) } as never, context);
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly records: readonly SourceRecord[];
  readonly bad: readonly string[];
  readonly version: string | undefined;
}

/** All that a source gives. */
export async function readTable(source: Source, folder: string): Promise<Table> {
  const extract = await source.open(folder);
  const records: SourceRecord[] = [];
  const bad: string[] = [];
  for await (const batch of extract.batches(7)) {
    records.push(...batch.records);
    for (const { row, reason } of batch.badRows ?? []) bad.push(`${row} ${reason.code}`);
  }
  const { header, facts } = extract;
  return { columns: header.columns, rows: records.map((one) => one.cells), records, bad, version: facts.version };
}
