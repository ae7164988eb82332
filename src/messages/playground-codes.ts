import { didYouMean, failure, row, type Near } from './code-row.ts';

/** What `etl eval` and `etl repl` are given. */
export const PLAYGROUND_CODES = {
  'eval/nothing': failure({
    exitCode: 2,
    message: () => 'There is nothing to evaluate.',
    hint: () => 'Give an expression, or --spec SPEC to see all that a row of a pipeline comes to.',
    explain: {
      meaning: 'An expression is evaluated on a row; without one, all fields of a pipeline are.',
      wrong: 'etl eval --input row.json',
      right: 'etl eval --spec pipelines/sipca.yaml --row 17',
    },
  }),
  'eval/not-a-row': failure({
    exitCode: 2,
    message: () => 'The input must be a JSON object: column → cell.',
    hint: () => 'For any other JSON use --plain.',
    explain: {
      meaning:
        'An expression of a spec sees one row: its columns by name, each with a text. With --plain it sees any JSON, as JSONata does.',
      wrong: `echo '["12"]' | etl eval '$int(beds)' --input -`,
      right: `echo '{"beds": "12"}' | etl eval '$int(beds)' --input -`,
    },
  }),
  'eval/not-json': row<{ path: string; reason: string }>({
    message: ({ path, reason }) => `The input ${path} is not valid JSON: ${reason}.`,
    hint: () => 'It looks like {"beds": "12", "day": ""}, with double quotes around names and texts.',
    explain: {
      meaning:
        'The input is read as strictly as any JSON file: no comments, no comma at the end, no single quotes, and nested at most 500 levels deep.',
      wrong: "{ 'beds': 12, }",
      right: '{ "beds": 12 }',
    },
  }),
  'repl/unknown-command': failure<{ command: string } & Near>({
    exitCode: 2,
    message: ({ command }) => `There is no command .${command}.`,
    hint: (texts) => didYouMean(texts, '.help lists them.'),
    explain: {
      meaning: 'A line that starts with a dot is a command of the prompt; everything else is an expression.',
      wrong: '.rwo 17',
      right: '.row 17',
    },
  }),
  'repl/no-row': failure<{ given: string }>({
    exitCode: 2,
    message: ({ given }) => `${given ? `"${given}" is not the number of a row` : '.row takes the number of a row'}.`,
    hint: () => 'Rows count from 1, the first after the header: .row 17. For an id write .key and the id.',
    explain: {
      meaning: 'Rows are counted as in the messages of a run, without the header; lines of the file are not rows.',
      wrong: '.row abc',
      right: '.row 17',
    },
  }),
  'repl/no-key': failure({
    exitCode: 2,
    message: () => '.key takes an id of the record.',
    hint: () => 'Any of its ids will do, as they stand in the columns of source.key: .key 5f6e0b0a-0001',
    explain: {
      meaning:
        'The ids of a record are the cells in the columns that source.key names; uuid: before one may be left out.',
      wrong: '.key',
      right: '.key 5f6e0b0a-0001',
    },
  }),
  'repl/stopped': failure({
    exitCode: 3,
    message: () => 'The look-up was stopped.',
    hint: () => 'The row is still the one from before.',
    explain: {
      meaning: 'Ctrl-C gives up a look-up that takes long, as in a large source far away. The prompt stays.',
      wrong: '.key 5f6e0b0a-0001     # and Ctrl-C',
      right: '.row 1                 # near the beginning: little has to be read',
    },
  }),
};
