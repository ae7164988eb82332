/** Writes the JSON Schemas of schemas/ from the declarations in the source. `node scripts/schemas.ts` */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toPublishedCases } from '../src/cases/case-schema.ts';
import { REGISTRY } from '../src/registry.ts';
import { toPublishedSchema } from '../src/pipeline/published-schema.ts';

const folder = join(import.meta.dirname, '..', 'schemas');
for (const [name, schema] of [
  ['pipeline', toPublishedSchema(REGISTRY)],
  ['cases', toPublishedCases()],
] as const) {
  const file = join(folder, `${name}.schema.json`);
  writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
  console.log(`wrote ${file}`);
}
