/** Spreadsheets as they are written and read here: sheets of rows of text. */

/** A sheet to be written. */
export interface SheetToWrite {
  /** On its tab: at most 31 characters, none of `[]:*?/\`. */
  readonly name: string;
  readonly columns: readonly {
    readonly title: string;
    /** In characters. */
    readonly width?: number;
  }[];
  /** Below the heading; a blank cell is null. */
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** A sheet that was read; rows without anything in them are left out. */
export interface ReadSheet {
  readonly name: string;
  readonly rows: readonly ReadRow[];
}

export interface ReadRow {
  /** Its number in the spreadsheet, from 1. */
  readonly at: number;
  /** As a person sees them, from the first column on. */
  readonly cells: readonly string[];
}

/** Which kind of spreadsheet a file is by its name; undefined where it is none. */
export function sheetKind(file: string): 'xlsx' | 'csv' | undefined {
  const [, kind] = /\.(xlsx|csv)$/i.exec(file) ?? [];
  return kind?.toLowerCase() as 'xlsx' | 'csv' | undefined;
}

/** A cell for people: `Questions!C14`; `column` counts from 0. */
export function cellAddress(sheet: string, column: number, row: number): string {
  return `${sheet}!${columnName(column)}${row}`;
}

/** The letters of a column: 0 is `A`, 27 is `AB`. */
export function columnName(at: number): string {
  const before = Math.floor(at / 26);
  return (before > 0 ? columnName(before - 1) : '') + String.fromCharCode(65 + (at % 26));
}
