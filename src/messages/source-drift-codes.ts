/** What has changed in a form since the last run, where it keeps nobody from running. */
import { row } from './code-row.ts';

export const SOURCE_DRIFT_CODES = {
  'source/columns-gone': row<{ columns: readonly string[] }>({
    message: ({ columns }) => `Columns gone since the last run, which nothing reads: ${columns}.`,
  }),
  'source/columns-new': row<{ columns: readonly string[] }>({
    message: ({ columns }) => `Columns new since the last run, which nothing reads: ${columns}.`,
    hint: () => 'Map what is a question, or say under `mapping.ignore` why it is left out.',
  }),
  'source/new-choices': row<{ column: string; choices: readonly string[]; records: number; row: number }>({
    message: ({ column, choices, records, row }) =>
      `Choices of column "${column}" that no option map has: ${choices} (records: ${records}, first: row ${row}).`,
    hint: () => 'Their records are rejected until the choice is mapped. The to-do list says where.',
  }),
  'source/new-version': row<{ column: string; version: string; more: number; count: number; line?: number }>({
    message: ({ version, more, count, line }) =>
      `A form version that no run has met: "${version}"${more === '0' ? '' : ` and ${more} more`} (rows: ${count}${line && `, first: row ${line} in Excel`}).`,
    hint: () => 'See with `etl check SPEC` whether its questions and choices are still those of the mapping.',
  }),
};
