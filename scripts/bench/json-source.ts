/** The source over the same pages, to the last record: `node json-source.ts URL` */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SILENT } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { httpConnection } from '../../src/http/connection.ts';
import { compileOwn } from '../../src/pipeline/compile-formulas.ts';
import { httpJsonSource } from '../../src/sources/http-json.ts';

const context = { folder: '/', log: SILENT, secrets: new Secrets(), compile: compileOwn };
const server = httpConnection.build({ url: process.argv[2], timeoutSeconds: 60 } as never, context);
const config = { preset: 'kobo', asset: 'aBench', query: {}, missing: [] };
const source = httpJsonSource.build(config as never, { ...context, server });
const folder = await mkdtemp(path.join(tmpdir(), 'etl-bench-json-'));
try {
  let count = 0;
  for await (const batch of (await source.open(folder)).batches(500)) count += batch.records.length;
  console.log(count);
} finally {
  await rm(folder, { recursive: true, force: true });
}
