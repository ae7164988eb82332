import { join } from 'node:path';
import { EtlError } from '../../base/errors.ts';
import { suggestionFor } from '../../base/suggestion.ts';
import { kindOfArchive, refuseOtherFiles } from './refuse-other-files.ts';
import { SharedStrings } from './shared-strings.ts';
import { readSheetRows, type SheetHabits, type SheetRow } from './sheet-rows.ts';
import { WaitingFile } from './waiting-file.ts';
import { readWorkbook, type Sheet, type Workbook } from './workbook.ts';
import { readXml } from './xml.ts';
import { ZipParts } from './zip-parts.ts';

/** More texts than a workbook of records has; each takes eight bytes of memory. */
const MOST_STRINGS = 20_000_000;

/** A workbook on this machine, open for reading. */
export class OpenWorkbook {
  readonly #parts: ZipParts;
  readonly #workbook: Workbook;
  readonly #strings: SharedStrings;
  readonly #location: string;

  private constructor(parts: ZipParts, workbook: Workbook, strings: SharedStrings, location: string) {
    this.#parts = parts;
    this.#workbook = workbook;
    this.#strings = strings;
    this.#location = location;
  }

  /** `folder` is where texts wait that memory has no room for. Throws EtlError `source/*`. */
  static async open(path: string, folder: string, location: string): Promise<OpenWorkbook> {
    await refuseOtherFiles(path, location);
    const parts = await ZipParts.open(path, location);
    const strings = new SharedStrings(new WaitingFile(join(folder, 'source-texts.bin')));
    try {
      const workbook = await readWorkbook(parts, location);
      if (!workbook) {
        const looksLike = kindOfArchive(parts.names);
        throw new EtlError('source/not-a-workbook', { location, looksLike });
      }
      const { strings: part } = workbook;
      if (part !== undefined) await readStrings(parts, part, strings, location);
      return new OpenWorkbook(parts, workbook, strings, location);
    } catch (error) {
      parts.close();
      strings.close();
      throw error;
    }
  }

  get sheets(): readonly Sheet[] {
    return this.#workbook.sheets;
  }

  /** A sheet by its name, or by its number among those that are shown; the first of these where none is said. */
  sheetOf(wanted: string | number | undefined): Sheet {
    const { sheets } = this.#workbook;
    const shown = sheets.filter(({ isHidden }) => !isHidden);
    const found = typeof wanted === 'string' ? sheets.find(({ name }) => name === wanted) : shown[(wanted ?? 1) - 1];
    if (found) return found;
    const names = sheets.map(({ name }) => name);
    const sheet = typeof wanted === 'string' ? `"${wanted}"` : `number ${wanted ?? 1}`;
    const near = typeof wanted === 'string' ? suggestionFor(wanted, names) : {};
    throw new EtlError('source/no-sheet', { location: this.#location, sheet, sheets: names, ...near });
  }

  /** The rows of a sheet, from the first; what they do not show is counted in `habits`. */
  rows({ part }: Sheet, habits: SheetHabits): AsyncGenerator<readonly SheetRow[], void> {
    const { is1904, isUncalculated, forms } = this.#workbook;
    const location = this.#location;
    const shared = (at: number): string => {
      const text = this.#strings.get(at);
      if (text !== undefined) return text;
      throw new EtlError('source/broken-workbook', {
        location,
        part,
        reason: 'it names a shared text that is not there',
      });
    };
    const context = { is1904, isUncalculated, shared };
    return readSheetRows({ chunks: this.#parts.read(part), part, location, context, forms, habits });
  }

  /** Which part of a sheet has been read. */
  shareOf({ part }: Sheet): number | undefined {
    return this.#parts.shareOf(part);
  }

  close(): void {
    this.#parts.close();
    this.#strings.close();
  }
}

async function readStrings(parts: ZipParts, part: string, strings: SharedStrings, location: string): Promise<void> {
  let text = '';
  let isTaking = false;
  let isAside = false;
  const reading = readXml(
    parts.read(part),
    {
      open(name) {
        if (name === 't') isTaking = !isAside;
        else if (name === 'rPh') isAside = true;
        else if (name === 'si') text = '';
      },
      close(name) {
        if (name === 't') isTaking = false;
        else if (name === 'rPh') isAside = false;
        else if (name === 'si') strings.add(text);
      },
      text(piece) {
        if (isTaking) text += piece;
      },
    },
    { part, location },
  );
  for await (const _ of reading) {
    if (strings.count > MOST_STRINGS)
      throw new EtlError('source/workbook-too-large', { location, what: `it has more than ${MOST_STRINGS} texts` });
  }
}
