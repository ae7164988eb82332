import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { EtlError } from '../base/errors.ts';
import { nearestFile } from '../base/nearest-file.ts';
import { openRegularFile, readRegularFile, UnfitFileError } from '../base/regular-file.ts';
import { decodeText } from '../base/text-file.ts';
import { parseCsv } from './csv.ts';
import { unescapeFormula } from './formula-start.ts';
import { cellAddress, sheetKind, type ReadRow, type ReadSheet } from './sheet.ts';
import type { SheetRow } from './xlsx/sheet-rows.ts';
import type { Sheet } from './xlsx/workbook.ts';

/** Cells of all rows together: far more than a person edits, and far less than memory holds. */
const MOST_CELLS = 5_000_000;

/**
 * Reads all sheets of a spreadsheet that a person edits, .xlsx or .csv by its name, as text. Whatever is wrong with the file
 * is one error. Throws EtlError `file/not-found`, `sheet/other-kind`, `sheet/unreadable`.
 */
export async function readSheets(file: string, shownAs = file): Promise<readonly ReadSheet[]> {
  const kind = sheetKind(file);
  if (!kind) throw new EtlError('sheet/other-kind', { file: shownAs });
  return kind === 'csv' ? readCsv(file, shownAs) : readWorkbook(file, shownAs);
}

async function readCsv(file: string, shownAs: string): Promise<readonly ReadSheet[]> {
  const bytes = await readRegularFile(file).catch(async (error: unknown) => {
    throw await toFileError(error, file, shownAs);
  });
  if (bytes.subarray(0, 4).toString('hex') === '504b0304')
    throw unreadable(shownAs, 'it is a workbook or another ZIP archive, and its name ends in .csv');
  const wrong = (reason: string, cause: unknown): EtlError =>
    new EtlError('sheet/unreadable', { file: shownAs, reason, isText: true }, { cause });
  try {
    return parseCsv(textOf(bytes, shownAs), basename(file).replace(/\.csv$/i, ''));
  } catch (error) {
    if (error instanceof EtlError) throw wrong('it is not UTF-8 text', error);
    throw wrong(error instanceof Error ? error.message.replace(/\.$/, '') : String(error), error);
  }
}

/** Excel's “Unicode Text” is UTF-16. */
function textOf(bytes: Buffer, shownAs: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le').slice(1);
  return decodeText(bytes, shownAs).text;
}

async function readWorkbook(file: string, shownAs: string): Promise<readonly ReadSheet[]> {
  const { OpenWorkbook } = await import('./xlsx/open-workbook.ts');
  // Made only where the texts of the workbook take more than memory has room for.
  const folder = join(tmpdir(), `etl-sheets-${randomUUID()}`);
  try {
    await (await openRegularFile(file)).close();
    const workbook = await OpenWorkbook.open(file, folder, shownAs);
    try {
      const sheets: ReadSheet[] = [];
      let cells = 0;
      for (const sheet of workbook.sheets) {
        const rows: ReadRow[] = [];
        const habits = { hiddenRows: 0, hiddenColumns: 0, merged: [], roundedNumbers: 0 };
        for await (const some of workbook.rows(sheet, habits)) {
          for (const row of some) cells += row.cells.length;
          if (cells > MOST_CELLS) throw unreadable(shownAs, `it has more than ${MOST_CELLS} cells`);
          rows.push(...some.map((row) => toRow(row, sheet, shownAs)));
        }
        sheets.push({ name: sheet.name, rows });
      }
      return sheets;
    } finally {
      workbook.close();
    }
  } catch (error) {
    throw await toFileError(error, file, shownAs);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function toRow({ line, cells, faults }: SheetRow, { name }: Sheet, shownAs: string): ReadRow {
  const texts = cells.map(unescapeFormula);
  for (const { at, fault } of faults) {
    if (fault.is === 'uncalculated')
      throw unreadable(shownAs, `${cellAddress(name, at, line)} has a formula that was never calculated`);
    texts[at] = fault.error;
  }
  return { at: line, cells: texts };
}

function unreadable(file: string, reason: string, cause?: unknown): EtlError {
  return new EtlError('sheet/unreadable', { file, reason }, { cause });
}

/** What the reader of workbooks says of a source, said of a file of this machine. */
async function toFileError(error: unknown, path: string, file: string): Promise<unknown> {
  if (error instanceof UnfitFileError) return unreadable(file, error.reason, error);
  if (!(error instanceof EtlError)) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return new EtlError('file/not-found', { path: file, ...(await nearestFile(path, file)) });
    return code === undefined ? error : unreadable(file, code === 'EACCES' ? 'permission denied' : code, error);
  }
  const { looksLike, reason, what } = error.args;
  switch (error.code as string) {
    case 'source/not-a-workbook':
      return unreadable(file, `it is ${String(looksLike)}`, error);
    case 'source/encrypted':
      return unreadable(file, 'it is protected with a password', error);
    case 'source/empty':
      return unreadable(file, 'it is empty', error);
    case 'source/broken-workbook':
      return unreadable(file, `it is broken or cut short (${String(reason)})`, error);
    case 'source/workbook-too-large':
      return unreadable(file, String(what), error);
    default:
      return error;
  }
}
