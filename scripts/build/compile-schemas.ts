/** The code of the known schemas, as files that `src/base/schema-compiler.ts` finds. `node compile-schemas.ts FOLDER` */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import standalone from 'ajv/dist/standalone/index.js';
import { makeAjv, nameCompiled, type Reader } from '../../src/base/schema-compiler.ts';
import { KNOWN_SCHEMAS } from './known-schemas.ts';

/** A CommonJS module whose export is the check. */
export function compileToCode(reader: Reader, schema: object): string {
  // For each its own: the names of one schema's parts do not depend on what was compiled before.
  const ajv = makeAjv(reader, { code: { source: true } });
  return standalone.default(ajv, ajv.compile(schema));
}

const [folder] = process.argv.slice(2);
if (import.meta.main && folder !== undefined) {
  mkdirSync(folder, { recursive: true });
  for (const reader of ['people', 'data'] as const)
    for (const schema of KNOWN_SCHEMAS[reader])
      writeFileSync(join(folder, nameCompiled(reader, schema)), compileToCode(reader, schema));
}
