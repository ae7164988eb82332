/** What a workbook says of itself beside its cells: its sheets, its formats, its calendar. */
import { posix } from 'node:path';
import { toNumberForm, type NumberForm } from './number-form.ts';
import { readWholeXml, type Attributes, type XmlHandler } from './xml.ts';
import type { ZipParts } from './zip-parts.ts';

/** A sheet of rows; charts and macros are none. */
export interface Sheet {
  readonly name: string;
  readonly part: string;
  readonly isHidden: boolean;
}

export interface Workbook {
  /** In the order of their tabs. */
  readonly sheets: readonly Sheet[];
  readonly is1904: boolean;
  /** Its program has calculated nothing, and left that to whoever opens it. */
  readonly isUncalculated: boolean;
  /** Forms of numbers, by the style of a cell. */
  readonly forms: readonly NumberForm[];
  /** The part of the shared texts, where there is one. */
  readonly strings: string | undefined;
}

/** Bytes of a part that says how the workbook is made. */
const LARGEST = 64 * 1024 * 1024;

/** Undefined where the archive holds no workbook of XML. Throws EtlError `source/broken-workbook`. */
export async function readWorkbook(parts: ZipParts, location: string): Promise<Workbook | undefined> {
  const read = (part: string, handler: XmlHandler): Promise<void> =>
    readWholeXml(parts.read(part, LARGEST), handler, { part, location });
  const main = (await related('', parts, read)).find(({ type }) => type.endsWith('/officeDocument'));
  if (!main || !/\.xml$/i.test(main.part) || /^(?:word|ppt)\//i.test(main.part)) return undefined;
  const of = await related(main.part, parts, read);
  const { named, ...rest } = await readBook(main.part, read);
  const sheets = named.flatMap(({ id, ...sheet }) => {
    const found = of.find((one) => one.id === id);
    return found && found.type.endsWith('/worksheet') ? [{ ...sheet, part: found.part }] : [];
  });
  const styles = of.find(({ type, part }) => type.endsWith('/styles') && parts.has(part));
  const strings = of.find(({ type, part }) => type.endsWith('/sharedStrings') && parts.has(part));
  return { ...rest, sheets, forms: styles ? await readForms(styles.part, read) : [], strings: strings?.part };
}

type Read = (part: string, handler: XmlHandler) => Promise<void>;

interface Related {
  readonly id: string;
  readonly type: string;
  readonly part: string;
}

/** The parts that a part names, '' being the package as a whole. */
async function related(part: string, parts: ZipParts, read: Read): Promise<Related[]> {
  const at = posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`);
  const found: Related[] = [];
  if (!parts.has(at)) return found;
  await read(at, {
    ...IGNORE,
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External') return;
      const target = Target.replaceAll('\\', '/');
      const path = target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(part), target);
      found.push({ id: Id, type: Type, part: path });
    },
  });
  return found;
}

const IGNORE: XmlHandler = { open: () => {}, close: () => {}, text: () => {} };

interface Book extends Pick<Workbook, 'is1904' | 'isUncalculated'> {
  readonly named: readonly { readonly name: string; readonly id: string; readonly isHidden: boolean }[];
}

async function readBook(part: string, read: Read): Promise<Book> {
  const named: { name: string; id: string; isHidden: boolean }[] = [];
  let is1904 = false;
  let isUncalculated = false;
  await read(part, {
    ...IGNORE,
    open(element, attributes) {
      if (element === 'sheet') {
        const { name = '', state = 'visible' } = attributes;
        named.push({ name, id: relationOf(attributes), isHidden: state !== 'visible' });
      } else if (element === 'workbookPr') is1904 = isTrue(attributes['date1904']);
      else if (element === 'calcPr') isUncalculated = isTrue(attributes['fullCalcOnLoad']);
    },
  });
  return { named, is1904, isUncalculated };
}

/** The `id` of the relationships, whatever its prefix. */
function relationOf(attributes: Attributes): string {
  const found = Object.entries(attributes).find(([name]) => name.endsWith(':id'));
  return found?.[1] ?? '';
}

export const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true' || value === 'on';

async function readForms(part: string, read: Read): Promise<NumberForm[]> {
  const codes = new Map<number, string>();
  const known = new Map<number, NumberForm>();
  const forms: NumberForm[] = [];
  let isOfCells = false;
  await read(part, {
    ...IGNORE,
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (name === 'cellXfs') isOfCells = true;
      else if (name === 'xf' && isOfCells) {
        const id = Number(attributes['numFmtId'] ?? 0);
        const form = known.get(id) ?? toNumberForm(id, codes.get(id));
        known.set(id, form);
        forms.push(form);
      }
    },
    close(name) {
      if (name === 'cellXfs') isOfCells = false;
    },
  });
  return forms;
}
