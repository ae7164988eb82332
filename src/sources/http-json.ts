import type { FromSchema } from 'json-schema-to-ts';
import { ProblemsError } from '../base/errors.ts';
import { problem, type Problem } from '../base/problem.ts';
import { defineServerSource } from '../contracts/component.ts';
import { formula, type FormulaContext, type Formulas } from '../contracts/formula.ts';
import type { HttpClient } from '../http/client.ts';
import { JsonSource } from './json/json-source.ts';
import { fetchKoboLayout } from './json/kobo-form.ts';
import { PlainLayout } from './json/layout.ts';
import { PAGE_NAMES, type Paging } from './json/pages.ts';
import { PRESETS, type Preset } from './json/presets.ts';

const NAMES = { type: 'array', items: { type: 'string', minLength: 1 } } as const;

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    preset: {
      enum: ['kobo', 'odk', 'commcare'],
      description:
        'A server whose answers are known: kobo (KoboToolbox, API v2), odk (ODK Central, OData) or commcare (CommCare HQ, forms). What is written beside it counts before what the preset says.',
    },
    asset: {
      type: 'string',
      pattern: '^a[A-Za-z0-9]+$',
      expected: 'the UID of a project, as in its address: aBcDeF…',
      description: 'With preset kobo: the UID of the project.',
    },
    groups: {
      type: 'boolean',
      description:
        'With preset kobo: whether columns have the names of their groups (visit/date), as in an export with “Include groups in headers”. Default: true.',
    },
    path: {
      type: 'string',
      minLength: 1,
      description: 'What to ask for: it is added to the url of the connection.',
    },
    query: {
      type: 'object',
      additionalProperties: { type: ['string', 'number', 'boolean'] },
      default: {},
      description: 'Parameters of the query, without what is secret: that stands under the connection.',
    },
    records: formula('Where an answer has its records, as a list of objects. Default: the answer is the list.'),
    next: formula(
      'What leads to the next page, out of an answer: its address, or an object of parameters that change; nothing on the last page. $read is the number of records before this page, $page the number of this page, $last its last record. Left out, there is one page.',
    ),
    total: formula('Where an answer says how many records there are in all, pages not counted.'),
    pageSize: {
      type: 'object',
      minProperties: 1,
      maxProperties: 1,
      additionalProperties: { type: 'integer', minimum: 1 },
      description: 'The parameter that says how many records a page is to have, with its value, as in limit: 1000.',
    },
    pages: {
      enum: ['position', 'cursor'],
      description:
        'How pages are cut: by position (start, page number), so that they are read twice to see that no record moved meanwhile; or after a record (cursor), where the total alone proves them complete. Default: position.',
    },
    id: {
      type: 'string',
      minLength: 1,
      description: 'The column by which the server tells records apart: one that comes twice is a fault of its pages.',
    },
    columns: {
      ...NAMES,
      description:
        'Columns that are there even if no record has them: in JSON, what was not answered is mostly left out.',
    },
    repeats: {
      type: 'object',
      additionalProperties: NAMES,
      description: 'Repeats that are there even if no record has any, by their path, with their columns.',
    },
    missing: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description: 'Words that count as a blank cell, in all columns, written exactly so. The empty cell always does.',
    },
  },
} as const;

type Config = FromSchema<typeof SCHEMA, { deserialize: Formulas }>;

/** Records that a server gives as JSON, in pages or all at once. */
export const httpJsonSource = defineServerSource<Config>({
  kind: 'http-json',
  role: 'source',
  summary: 'Records of a server that answers in JSON, page by page: KoboToolbox, ODK Central, CommCare or any other.',
  accepts: { role: 'server', kinds: ['http'] },
  variables: PAGE_NAMES,
  hasNoAge: true,
  schema: SCHEMA,
  example: `source:
  kind: http-json
  connection: kobo
  preset: kobo
  asset: aAbBcCdDeEfFgGhHiIjJkK
  key: [meta/rootUuid, _id, _uuid]
`,
  build(config, { server, compile, log }) {
    const problems = checkKeys(config);
    if (problems.length > 0) throw new ProblemsError(problems);
    const client = server as HttpClient;
    const preset = config.preset === undefined ? undefined : PRESETS[config.preset](config);
    const { asset } = config;
    return new JsonSource({
      client,
      paging: toPaging(config, preset, compile),
      isByCursor: (config.pages ?? preset?.pages) === 'cursor',
      fetchLayout: async () =>
        preset?.hasForm === true && asset !== undefined
          ? fetchKoboLayout(client, asset, { withGroups: config.groups ?? true })
          : new PlainLayout({
              id: config.id ?? preset?.id,
              columns: config.columns ?? [],
              repeats: config.repeats ?? {},
            }),
      missing: config.missing,
      log,
    });
  },
});

function toPaging(config: Config, preset: Preset | undefined, compile: FormulaContext['compile']): Paging {
  const ofPreset = (text: string | undefined) => (text === undefined ? undefined : compile(text));
  const [pageSize] = Object.entries(config.pageSize ?? preset?.pageSize ?? {});
  const query = Object.entries({ ...preset?.query, ...config.query }).map(([name, value]) => [name, String(value)]);
  return {
    path: config.path ?? preset?.path ?? '',
    query: Object.fromEntries(query) as Record<string, string>,
    pageSize,
    records: config.records ?? compile(preset?.records ?? '$'),
    next: config.next ?? ofPreset(preset?.next),
    total: config.total ?? ofPreset(preset?.total),
    ...(preset?.names && { names: preset.names }),
  };
}

/** Keys that belong together, or to one preset alone. */
function checkKeys({ preset, asset, groups, path, columns, repeats }: Config): Problem[] {
  const problems: Problem[] = [];
  const ofKobo = Object.entries({ asset, groups }).filter(([, value]) => value !== undefined);
  if (preset === 'kobo') {
    if (asset === undefined)
      problems.push(problem('source/needs-key', { key: 'asset', because: 'preset kobo reads one project' }));
    for (const [key, value] of Object.entries({ path, columns, repeats }))
      if (value !== undefined)
        problems.push(problem('source/key-has-no-use', { key, because: 'preset kobo knows it from the form' }));
    return problems;
  }
  for (const [key] of ofKobo)
    problems.push(problem('source/key-has-no-use', { key, because: 'it belongs to preset kobo' }));
  if (path === undefined)
    problems.push(problem('source/needs-key', { key: 'path', because: 'it says what to ask for' }));
  return problems;
}
