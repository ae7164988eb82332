/** Walks through an example as its README does, on a sandbox of its own: `npm run example -- water-points`. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { walkExample } from './example/walk-example.ts';

const EXAMPLES = path.join(import.meta.dirname, '../examples');
const names = readdirSync(EXAMPLES, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

const HELP = `npm run example -- NAME [--stay]
  NAME     ${names.join(', ')}
  --stay   leave its DHIS2 running until Ctrl-C, to look at in a browser`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { stay: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
});
const [name = ''] = positionals;
if (values.help) console.log(HELP);
else if (positionals.length !== 1 || !names.includes(name)) {
  console.error(`${name === '' ? 'Which example?' : `There is no example "${positionals.join(' ')}".`}\n${HELP}`);
  process.exitCode = 2;
} else process.exitCode = await walkExample(path.join(EXAMPLES, name), values.stay);
