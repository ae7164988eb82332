import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { EtlError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Source, SourceFacts } from '../../contracts/source.ts';
import type { HttpClient } from '../../http/client.ts';
import { readAll } from './complete-reading.ts';
import type { ColumnTree } from './flat-record.ts';
import { JsonExtract } from './json-extract.ts';
import { lineOf, type Layout } from './layout.ts';
import { Pages, type Paging } from './pages.ts';

/** What a source of JSON is made of. */
export interface JsonSourceParts {
  readonly client: HttpClient;
  readonly paging: Paging;
  /** A page begins after a record, and not at a number. */
  readonly isByCursor: boolean;
  /** The layout of the records; it may have to be asked for. */
  readonly fetchLayout: () => Promise<Layout>;
  readonly missing: readonly string[];
  readonly log: Log;
}

/** Name of the copy in the run's folder. */
const COPY = 'source.ndjson';

/** Records of one server, read to their end before the first is given out: before that nobody knows their columns. */
export class JsonSource implements Source {
  readonly #parts: JsonSourceParts;

  constructor(parts: JsonSourceParts) {
    this.#parts = parts;
  }

  async open(folder: string): Promise<JsonExtract> {
    const { client, paging, isByCursor, log, missing } = this.#parts;
    const layout = await this.#parts.fetchLayout();
    const pages = new Pages(client, paging);
    let tree = layout.newTree();
    let isToldApart = false;
    const copy = join(folder, COPY);
    const { lines, digest } = await readAll(
      {
        pages,
        isByCursor,
        fullPage: paging.next ? undefined : paging.pageSize?.[1],
        begin: () => {
          tree = layout.newTree();
        },
        toLine: (record) => {
          const line = lineOf(record, layout, tree);
          isToldApart ||= line.id !== undefined;
          return line;
        },
        log,
        wait: (ms) => client.wait(ms),
      },
      copy,
    );
    layout.settle?.(tree);
    const { id } = layout;
    const { location } = pages;
    if (lines > 0 && id !== undefined && !isToldApart) throw new EtlError('source/no-id', { location, id });
    if (lines === 0 && tree.toHeader().header.columns.length === 0)
      throw new EtlError('source/no-records', { location });
    const remarks = [`${lines} records were read.`];
    return new JsonExtract(toFacts(location, digest, tree, remarks, copy), lines, tree.toHeader(), missing);
  }
}

function toFacts(
  location: string,
  digest: string,
  tree: ColumnTree,
  remarks: string[],
  copy: string,
): SourceFacts & { readonly copy: string } {
  const { columns } = tree.toHeader().header;
  const version = createHash('sha256')
    .update(JSON.stringify([digest, columns.toSorted()]))
    .digest('hex');
  return { location, version, copy, remarks };
}
