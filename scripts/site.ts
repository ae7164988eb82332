/** Makes the documentation site: `npm run site -- [FOLDER]` (default: site). Any web server can serve it. */
import { resolve } from 'node:path';
import { buildSite } from './site/build.ts';

const folder = resolve(process.argv[2] ?? 'site');
const broken = await buildSite(folder);
for (const link of broken) console.error(`leads nowhere: ${link}`);
console.log(`wrote ${folder}`);
process.exitCode = broken.length > 0 ? 1 : 0;
