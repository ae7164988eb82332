/** Writes the JSON Schemas of schemas/ from the declarations in the source. `node scripts/schemas.ts` */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REGISTRY } from '../src/registry.ts';
import { toPublishedSchema } from '../src/pipeline/published-schema.ts';

const file = join(import.meta.dirname, '..', 'schemas', 'pipeline.schema.json');
writeFileSync(file, `${JSON.stringify(toPublishedSchema(REGISTRY), null, 2)}\n`);
console.log(`wrote ${file}`);
