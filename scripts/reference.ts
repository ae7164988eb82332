/** Writes docs/reference.md from the declarations in the source: `npm run reference`. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeReference } from './reference/reference.ts';

const file = path.join(import.meta.dirname, '../docs/reference.md');
writeFileSync(file, await makeReference());
console.log(`wrote ${path.relative(process.cwd(), file)}`);
