import { didYouMean, failure, type Near } from './code-row.ts';

/** What `etl init` and `etl mapping suggest` are given. */
export const SETUP_CODES = {
  'init/not-a-form': failure<{ file: string; lacks: string }>({
    exitCode: 2,
    message: ({ file, lacks }) => `${file} is no XLSForm: it lacks ${lacks}.`,
    hint: () => 'In KoboToolbox: the form, ⋮, Download XLS. An export of answers goes with --export.',
    explain: {
      meaning: 'An XLSForm is a workbook with a sheet `survey` (type, name, label …) and a sheet `choices`.',
      wrong: 'etl init --form export.xlsx',
      right: 'etl init --form survey.xlsx --export export.xlsx',
    },
  }),
  'init/nothing-asked': failure({
    exitCode: 2,
    message: () => 'There is neither a form nor an export to make a mapping of.',
    hint: () => 'Give the form (--form survey.xlsx), an export of it (--export data.csv), or better both.',
  }),
  'init/no-place': failure({
    exitCode: 2,
    message: () => 'It is not said to which program or data set the records go.',
    hint: () => 'Give --program or --data-set, by name or UID, with --url and --username; or a file with --metadata.',
  }),
  'init/no-password': failure<{ username: string }>({
    exitCode: 2,
    message: ({ username }) => `There is no password for ${username || 'the account of DHIS2'}.`,
    hint: () =>
      'Set DHIS2_PASSWORD (or DHIS2_TOKEN) in the environment or in a file that --env-file names. In a terminal you are asked for it.',
  }),
  'init/unknown-place': failure<{ of: string; word: string; count: number; names: readonly string[] } & Near>({
    exitCode: 2,
    message: ({ of, word, count }) =>
      count === '0' ? `DHIS2 shows this user no ${of} "${word}".` : `DHIS2 has ${count} ${of}s called "${word}".`,
    hint: (texts) =>
      didYouMean(
        texts,
        texts.names ? `There are: ${texts.names}. A UID names one for sure.` : 'Is it shared with this user?',
      ),
  }),
  'init/not-metadata': failure<{ file: string }>({
    exitCode: 2,
    message: ({ file }) => `${file} is no metadata of a program or a data set.`,
    hint: () =>
      'It takes what `etl metadata pull` writes, or a metadata export of DHIS2 (Import/Export, Metadata dependency export) as JSON.',
  }),
  'init/exists': failure<{ files: readonly string[] }>({
    exitCode: 2,
    message: ({ files }) => `These files are there already: ${files}.`,
    hint: () =>
      'Nothing was written. Name another folder, or --force to replace them. For a form that grew: etl mapping suggest SPEC.',
  }),
};
