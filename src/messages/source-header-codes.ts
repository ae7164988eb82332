/** A header that is not where it should be, or not in the form that the mapping knows. */
import { failure, row } from './code-row.ts';

export const SOURCE_HEADER_CODES = {
  'source/second-header': failure<{ location: string; line: number; sheet?: string; found: string; wanted: string }>({
    exitCode: 3,
    message: ({ location, line, sheet, found, wanted }) =>
      `In the source (${location}), ${sheet ? `row ${line} of sheet ${sheet}` : `line ${line}`} is a header again, and not the same one: it has "${found}" where the first has "${wanted}".`,
    hint: () =>
      'Files with different columns were put one behind the other. Export all submissions in one file, with all columns.',
  }),
  'source/header-below': row<{ line: number; columns: readonly string[] }>({
    message: ({ line, columns }) =>
      `The header of the source seems to be in line ${line}: there stand ${columns}. What is above it is taken for the header.`,
    hint: ({ line }) => `Write headerRow: ${line} under source, or take the lines above it out of the file.`,
  }),
  'source/no-groups': row<{ found: string; wanted: string; columns: readonly string[] }>({
    message: ({ found, wanted }) => `The export has no group names: it has "${found}" for "${wanted}".`,
    hint: ({ columns }) =>
      `In Kobo, tick “Include groups in headers” (separator /) when you export. Columns without their group: ${columns}.`,
  }),
  'source/group-separator': row<{ found: string; wanted: string; columns: readonly string[] }>({
    message: ({ found, wanted }) =>
      `The export has another sign between groups and questions: it has "${found}" for "${wanted}".`,
    hint: ({ columns }) => `In Kobo, choose / as group separator when you export. Columns: ${columns}.`,
  }),
  'source/with-groups': row<{ found: string; wanted: string; columns: readonly string[] }>({
    message: ({ found, wanted }) =>
      `The export has group names, and the mapping has not: it has "${found}" for "${wanted}".`,
    hint: ({ columns }) =>
      `In Kobo, untick “Include groups in headers” when you export, or name the columns with their groups. Columns: ${columns}.`,
  }),
  'source/other-groups': row<{ found: string; wanted: string; columns: readonly string[] }>({
    message: ({ found, wanted }) => `The export has questions in other groups: it has "${found}" for "${wanted}".`,
    hint: ({ columns }) =>
      `The group was renamed, or the question moved: name the new columns in the mapping and the spec. Columns: ${columns}.`,
  }),
  'source/labels': row<{ found: string; wanted: string; columns: readonly string[] }>({
    message: ({ found, wanted }) => `The export has labels, not names: it has "${found}", and no "${wanted}".`,
    hint: ({ columns }) =>
      `In Kobo, choose “XML values and headers” as value and header format when you export. Columns by their names: ${columns}.`,
  }),
  'source/other-export': row<{ columns: readonly string[]; there: readonly string[] }>({
    message: ({ there }) => `The source has none of the columns that mapping and spec read; it has ${there}.`,
    hint: ({ columns }) =>
      `It looks like the export of another form, or another sheet of the workbook: see path and sheet under source. Wanted are ${columns}.`,
  }),
};
