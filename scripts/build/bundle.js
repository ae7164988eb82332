// All of src/ in few files: a check would find, read and link nine hundred, and is done with sixty. Each command is a file of
// its own, and what is imported where it is used stays apart.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { requireWhenUsed } from './require-when-used.js';

// Loaded where they are used, as they are: SDKs that are seldom wanted, and what compiled schemas share with ajv.
const APART = [/^@azure\//, /^got$/, /^ajv/, /^typescript$/];

// What every command needs, and what is needed together: alone these would be a hundred small files, and each costs about
// as much to find and link as to run. What reads YAML, and French, are left to those that do.
const TOGETHER = [
  { name: 'yaml', test: /\/src\/base\/(?:own-yaml|yaml)|\/node_modules\/yaml\// },
  { name: 'base', test: /\/src\/(?:messages\/(?!fr\/)|contracts\/|base\/)|\/node_modules\/fastest-levenshtein\// },
  { name: 'csv', test: /\/node_modules\/csv-(?:parse|stringify)\// },
  {
    name: 'frame',
    test: /\/src\/(?:cli\/(?:base-command|console-log|error-json|failed-run|frame|row-rejected|run-flags)|job\/failure)\./,
  },
  // What a look-up and a mapping need of spreadsheets; reading and writing them is for those that do.
  { name: 'sheets', test: /\/src\/sheets\/(?:delimiter|formula-start|sheet|sheet-lines|sheet-places)\.ts/ },
  { name: 'expression', test: /\/src\/(?:expression|jsonata)\// },
  {
    name: 'kinds',
    test: /\/src\/(?:registry\.ts|(?:dhis2|http|index|sinks|sources|storage)\/(?!examine-(?:address|server)|csv-rows|xlsx\/(?!xlsx\.)))/,
  },
  {
    name: 'spec',
    test: /\/src\/(?:(?:pipeline|mapping|generate|drift|engine\/groups)\/|(?:cli\/(?:check-pipeline|coverage-text|load-pipeline|temporary-folder)|job\/load-pipeline|engine\/(?:identity|spool|duplicates|altered-cells|first-records))\.)/,
  },
];

const LOAD_WHEN_USED = {
  name: 'load-when-used',
  transform: {
    filter: { id: /\/node_modules\/@oclif\/core\/lib\// },
    handler: (code) => ({ code: requireWhenUsed(code) }),
  },
  renderChunk: (code) => ({ code: requireWhenUsed(code) }),
};

export async function bundle(source, target) {
  const commands = readdirSync(join(source, 'commands'), { recursive: true }).filter((file) => file.endsWith('.ts'));
  const entries = ['cli/main.ts', 'cli/compiled-code.ts', ...commands.map((file) => join('commands', file))];
  const build = await rolldown({
    input: Object.fromEntries(entries.map((file) => [file.replace(/\.ts$/, ''), join(source, file)])),
    platform: 'node',
    external: APART,
    tsconfig: false,
    preserveEntrySignatures: 'allow-extension',
    plugins: [LOAD_WHEN_USED],
  });
  const { output } = await build.write({
    dir: target,
    format: 'cjs',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    codeSplitting: { groups: TOGETHER, includeDependenciesRecursively: false },
  });
  await build.close();
  writeFileSync(join(target, 'package.json'), JSON.stringify({ type: 'commonjs' }));
  refuseCircles(output);
  writeFileSync(join(target, 'LICENSES.txt'), licencesOf(output));
}

/** Files that import each other run in an order that nobody has chosen. */
function refuseCircles(output) {
  const imports = new Map(output.map((one) => [one.fileName, one.imports ?? []]));
  const done = new Set();
  const visit = (file, path) => {
    if (path.includes(file)) throw new Error(`dist/ goes in a circle: ${[...path, file].join(' → ')}`);
    if (done.has(file)) return;
    for (const other of imports.get(file) ?? []) visit(other, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
}

/** The licences of what was bundled ask to be passed on with it. */
function licencesOf(output) {
  const files = output.flatMap((one) => Object.keys(one.modules ?? {}));
  const roots = files.flatMap((file) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  const texts = [...new Set(roots)]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((root) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
      const file = readdirSync(root).find((one) => /^licen[cs]e/i.test(one));
      const text = file === undefined ? `Licence: ${license}` : readFileSync(join(root, file), 'utf8').trim();
      return `${name} ${version}\n\n${text}\n`;
    });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
