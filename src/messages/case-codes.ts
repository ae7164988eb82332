/** What `etl test` finds: cases that are not as expected, and files of cases that are wrong. */
import { didYouMean, failure, row, type Near } from './code-row.ts';

/** Every case that fails is the analyst's: the mapping is wrong, or what is expected of it. */
const who = 'analyst' as const;

/** Where the expectation stands (`said`), and what was read (`read`): the place itself shows what gave the value. */
type Told = {
  readonly case: string;
  readonly said: string;
  readonly read?: string;
};

const seen = ({ said, read }: { readonly said: string; readonly read: string }): string =>
  `${read && `Read: ${read}. `}Expected in ${said}; \`etl test --update\` takes over what comes now.`;

export const CASE_CODES = {
  'case/other-value': row<Told & { field: string; expected: string; actual: string }>({
    who,
    message: (texts) => `"${texts.case}": ${texts.field} is to be ${texts.expected}, and is ${texts.actual}.`,
    hint: seen,
    explain: {
      meaning: 'The mapping makes another value of the row than the case expects. The place is that of the mapping.',
      wrong: 'expect: { SIPCA - IPC manager: ABSENT }     # the row has IPC_MANAGER: 2',
      right: 'expect: { SIPCA - IPC manager: PRESENT }',
    },
  }),
  'case/value-not-named': row<Told & { field: string; actual: string }>({
    who,
    message: (texts) => `"${texts.case}": ${texts.field} is ${texts.actual}, and \`exactly\` does not name it.`,
    hint: seen,
  }),
  'case/rejected': row<Told & { why: string }>({
    who,
    message: (texts) => `"${texts.case}": the record is rejected: ${texts.why}`,
    hint: seen,
  }),
  'case/excluded': row<Told>({
    who,
    message: (texts) => `"${texts.case}": the record is left out by \`where\`.`,
    hint: seen,
  }),
  'case/not-rejected': row<Told & { wanted: readonly string[] }>({
    who,
    message: (texts) => `"${texts.case}": the record is to be rejected (${texts.wanted}), and is not.`,
    hint: seen,
  }),
  'case/reject-absent': row<Told & { wanted: string; found: readonly string[] }>({
    who,
    message: (texts) => `"${texts.case}": the record is not rejected for ${texts.wanted}, but for ${texts.found}.`,
    hint: seen,
  }),
  'case/reject-not-named': row<Told & { why: string; code: string }>({
    who,
    message: (texts) => `"${texts.case}": the record is also rejected for ${texts.code}: ${texts.why}`,
    hint: seen,
  }),
  'case/not-excluded': row<Told>({
    who,
    message: (texts) => `"${texts.case}": the record is to be left out by \`where\`, and is not.`,
    hint: seen,
  }),
  'case/other-version': row<Told & { expected: string; actual: string }>({
    who,
    message: (texts) =>
      `"${texts.case}": the row is to be of form version ${texts.expected}, and is of ${texts.actual}.`,
    hint: seen,
  }),
  'case/other-result': row<Told & { expected: string; actual: string }>({
    who,
    message: (texts) => `"${texts.case}": the expression is to give ${texts.expected}, and gives ${texts.actual}.`,
    hint: seen,
  }),
  'case/expects-nothing': row<{ case: string }>({
    who,
    message: (texts) => `"${texts.case}" does not say what is expected.`,
    hint: () => 'Write expect, exactly, rejects, excluded or values; `etl test --update` writes what comes now.',
  }),
  'cases/name-twice': row<{ name: string; line: number }>({
    message: ({ name, line }) => `Two cases are called "${name}": the other one stands in line ${line}.`,
    hint: () => 'A name says what is tested, and is how a failing case is found.',
  }),
  'cases/row-and-rows': row({
    message: () => 'A case has `row` or `rows`, not both.',
    hint: () => '`rows` are those of one group, for a spec with `source.group`.',
  }),
  'cases/one-row': row({
    message: () => 'A case of this spec is about one row.',
    hint: () => '`rows` is for a spec with `source.group`, whose records are made of several rows.',
  }),
  'cases/unknown-column': row<{ column: string } & Near>({
    message: ({ column }) => `Nothing in the pipeline reads a column "${column}".`,
    hint: (texts) => didYouMean(texts),
  }),
  'cases/unread-column': row<{ column: string }>({
    message: ({ column }) => `Nothing in the pipeline reads the column "${column}": its cell makes no difference.`,
    hint: () => 'Leave it out.',
  }),
  'cases/cell-and-repeat': row<{ column: string }>({
    message: ({ column }) => `"${column}" is a list of children in one case, and a cell in another.`,
    hint: () => 'A case without children has an empty list: `[]`.',
  }),
  'cases/unknown-property': row<{ name: string } & Near>({
    message: ({ name }) => `There is neither a property nor a data element "${name}".`,
    hint: (texts) => didYouMean(texts, 'Name a data element (name or UID), or a property such as orgUnit.'),
  }),
  'cases/unknown-version': row<{ version: string } & Near>({
    message: ({ version }) => `The spec has no form version "${version}".`,
    hint: (texts) => didYouMean(texts),
  }),
  'cases/unknown-code': row<{ code: string } & Near>({
    message: ({ code }) => `There is no code "${code}".`,
    hint: (texts) => didYouMean(texts, '`etl codes` lists them.'),
  }),
  'cases/not-a-time': row<{ text: string }>({
    message: ({ text }) => `"${text}" is no point in time.`,
    hint: () => 'Write a day (2026-03-14), or a time with its zone (2026-03-14T08:00:00Z).',
  }),
  'cases/no-expression': row({
    message: () => 'An expression starts with =.',
    hint: () => "Write it as in a spec: expression: '=$int(beds) * 2'",
  }),
  'cases/export-kind': row<{ file: string }>({
    message: ({ file }) => `A row can be taken from a .csv or .xlsx file, and ${file} is neither.`,
    hint: () => 'Write the cells by column instead: row: { FACILITY: Aramo, beds: 12 }',
  }),
  'cases/no-row': row<{ file: string; what: string; reason: string } & Near>({
    message: ({ file, what, reason }) => `${file} gives no ${what}: ${reason}`,
    hint: (texts) =>
      didYouMean(
        texts,
        'row: { file: export.csv, key: … } takes any id of the record; row: { file: export.csv, row: 17 } its number.',
      ),
  }),
  'cases/several-records': row<{ count: number }>({
    message: ({ count }) => `The rows of this case make ${count} records.`,
    hint: () => 'A case is about one record: rows of other groups belong into cases of their own.',
  }),
  'cases/none': failure<{ looked: string }>({
    exitCode: 2,
    message: ({ looked }) => `There are no cases: ${looked}`,
    hint: () =>
      'The cases of pipelines/NAME.yaml stand beside it, in pipelines/NAME.cases.yaml. To begin, write there `cases: [{ name: A first row, row: { file: EXPORT, row: 1 } }]`, and `etl test SPEC --update` adds what comes of that row.',
    explain: {
      meaning: 'A pipeline is tested with cases that stand beside its spec: rows, and what is to come of them.',
      wrong: 'etl test pipelines/visits.yaml        # and no pipelines/visits.cases.yaml',
      right:
        'cases:\n  - name: A visit in March\n    row: { FACILITY: Aramo, DAY: 2026-03-14 }\n    expect: { occurredAt: 2026-03-14 }',
    },
  }),
  'cases/no-spec': failure<{ file: string; spec: string }>({
    exitCode: 2,
    message: ({ file, spec }) => `${file} stands beside no spec: there is no ${spec}.`,
    hint: () => 'NAME.cases.yaml is about NAME.yaml in the same folder.',
  }),
};
