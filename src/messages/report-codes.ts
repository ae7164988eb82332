/** What can be wrong where somebody wants the page of the last weeks. */
import { failure } from './code-row.ts';

export const REPORT_CODES = {
  'report/no-runs': failure<{ folder: string; weeks: number }>({
    exitCode: 2,
    message: ({ folder, weeks }) => `No run of the last ${weeks} weeks is kept in ${folder}.`,
    hint: () =>
      'Run the pipeline first, or look further back with --weeks N. `artifacts.keep` says how long runs are kept.',
  }),
  'report/not-ours': failure<{ file: string }>({
    exitCode: 3,
    message: ({ file }) => `${file} is not a report as a run writes it.`,
    hint: () => 'Remove the folder in which it is, or put the file back as it was.',
  }),
};
