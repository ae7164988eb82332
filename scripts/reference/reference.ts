import { FORBIDDEN } from '../../src/expression/known-functions.ts';
import { HELPERS } from '../../src/expression/helpers/helper-table.ts';
import type { Helper, HelperExample } from '../../src/expression/helpers/helper.ts';
import type { ComponentKind } from '../../src/contracts/component.ts';
import { REGISTRY } from '../../src/registry.ts';
import { valueTypes } from '../../src/dhis2/value-types.ts';
import { ownSchema } from '../../src/pipeline/component-schema.ts';
import { INDEX_KEYS, LANGUAGE, SINK_KEYS, SOURCE_KEYS, valueFields } from '../../src/pipeline/language.ts';
import { codesChapter } from './codes.ts';
import { commandsChapter } from './commands.ts';
import { keyRows, keyTable } from './keys.ts';
import { toCode, toFence, toTable } from './markdown.ts';

const EXIT_CODES = [
  ['0', 'Fine, nobody is needed.'],
  [
    '1',
    'Done, but somebody must act: records rejected, held, or gone from the source; findings of `mapping generate`; a row that `eval` finds a run would reject.',
  ],
  [
    '2',
    'What an editor can mend: the spec, a mapping, a look-up, connections, flags, a missing variable. Nothing was sent.',
  ],
  ['3', 'The world: source stale, cut short or unreachable, a broken index, login refused, server down.'],
  ['4', 'A guard refused the plan, the index or a plan made before. `--accept` says that it is right.'],
  ['5', 'Another run holds the lock.'],
  ['70', 'A fault of etl itself.'],
  ['129, 130, 143', 'Stopped by SIGHUP, SIGINT or SIGTERM, with everything saved.'],
] as const;

/** The whole of docs/reference.md, made from what the code declares. */
export async function makeReference(): Promise<string> {
  const { reconcile, artifacts } = LANGUAGE.properties;
  const properties = {
    ...LANGUAGE.properties,
    reconcile: bare(reconcile),
    artifacts: bare(artifacts),
  };
  const top = { ...LANGUAGE, properties };
  const kinds = (...roles: ComponentKind['role'][]): string =>
    REGISTRY.filter((kind) => roles.includes(kind.role))
      .map(kindSection)
      .join('\n\n');
  const shapes = REGISTRY.flatMap((kind) => (kind.role === 'sink' ? kind.shapes : []));
  const targets = shapes.flatMap((shape) => shape.properties);
  const values = shapes.flatMap((shape) =>
    shape.values ? keyRows({ properties: valueFields(shape.values) }, 'transform') : [],
  );
  return `# Reference

Made from the code by \`npm run reference\`; whoever changes a key, a function, a command or a message runs it again.

- [The spec](#the-spec): [source](#source), [transform](#transform), [sink](#sink), [index](#index),
  [reconcile](#reconcile), [artifacts](#artifacts)
- [Kinds](#kinds) of connections, sources, sinks and indexes
- [Expressions and functions](#expressions-and-functions)
- [Values](#values)
- [Commands](#commands), [exit codes](#exit-codes)
- [Codes](#codes): every message, and what to do

## The spec

A spec is a YAML file (YAML 1.2). Paths in it are relative to it. These are all of its keys:

${keyTable(keyRows(top, ''))}

### source

Every source has these keys, beside those of its [kind](#kinds).

${keyTable(keyRows(SOURCE_KEYS, 'source'))}

### transform

${keyTable([...targets.map(({ name, description, required }) => [toCode(`transform.${name}`), 'an expression (=…), a value, or a set of from, when and required', required ? 'required' : '', description]), ...values])}

### sink

${keyTable(keyRows(SINK_KEYS, 'sink'))}

### index

Every index has these keys, beside those of its [kind](#kinds); one without \`kind\` is of kind \`json\`.

${keyTable(keyRows(INDEX_KEYS, 'index'))}

### reconcile

${keyTable(keyRows(reconcile, 'reconcile'))}

### artifacts

${keyTable(keyRows(artifacts, 'artifacts'))}

## Kinds

### Connections

${kinds('storage', 'server')}

### Sources

${kinds('source')}

### Sinks

${kinds('sink')}

### Indexes

${kinds('index')}

## Expressions and functions

A text that starts with \`=\` is [JSONata](https://docs.jsonata.org). The columns of the row are its context: \`FACILITY\`, or
in backticks where the name is not plain: \`\` \`group/question\` \`\`. A blank cell is the empty text; a result that is empty or
undefined is no value. [A guide](expressions.md) tells how to write them, and what they cannot do. Of JSONata's functions these
are refused, for each night would differ, or text from the data would run: ${[...FORBIDDEN.keys()].map((name) => toCode(`$${name}`)).join(', ')}.

In YAML an expression stands on one line, plain or in quotes, or in a \`|\` block. Where it has \`: \`, \` #\` or braces around
it, put it in single quotes.

Beside JSONata's own functions there are these. Given a blank they give no value; what they cannot make sense of rejects
the record, with a reason.

${[...HELPERS.values()].map(functionSection).join('\n\n')}

## Values

What comes out of a field becomes what DHIS2 takes for the value type of its data element, if nothing is lost or guessed by
it: blanks around are trimmed, \`3.0\` is 3 for a whole number, yes and no are \`true\` and \`false\`, Kobo's geopoint becomes
\`[longitude,latitude]\`, the choices of a select-multiple are joined by commas. What would be a guess (\`1,200\`, \`14/03/2025\`)
rejects the record, unless the field says how it is written: \`$decimal(x, ",")\`, \`$date(x, "DD/MM/YYYY")\`. Each conversion is
counted in the report.

Value types that are known: ${valueTypes().map(toCode).join(', ')}. Values of others go as they are.

## Commands

${await commandsChapter()}

## Exit codes

${toTable(['exit code', 'means'], EXIT_CODES)}

## Codes

‹Words› are filled in. DHIS2's own codes appear as \`dhis2/E1125\`, with the server's text.

${codesChapter()}
`;
}

/** Without its keys: they have a table of their own. */
function bare(schema: object): object {
  const { properties: _, ...rest } = schema as { readonly properties?: object };
  return rest;
}

function kindSection(kind: ComponentKind): string {
  const rows = keyRows(ownSchema(kind), '');
  const own = rows.length === 0 ? '' : `${keyTable(rows)}\n\n`;
  return `#### ${kind.kind}\n\n${kind.summary}\n\n${own}${toFence('yaml', kind.example)}`;
}

function functionSection({ name, signature, meaning, examples }: Helper): string {
  const rows = examples.map((example) => [
    toCode(example.expression),
    toRowText(example),
    example.result === undefined ? 'no value' : toCode(JSON.stringify(example.result)),
  ]);
  return `### $${name}\n\n${toCode(signature)}\n\n${meaning}\n\n${toTable(['expression', 'row', 'gives'], rows)}`;
}

function toRowText({ row }: HelperExample): string {
  return Object.entries(row)
    .map(([column, cell]) => `${column}: ${toCode(JSON.stringify(cell))}`)
    .join(', ');
}
