/** Workbooks for tests, written by hand: what stands in each cell is the test's own. */
import { writeZip } from '../../../scripts/sample/write-zip.ts';

/** A text becomes a shared one; XML starting with `<c` stands as it is, without its `r`. */
export type Cell = string | number | boolean | null | { readonly xml: string };

export interface SheetToWrite {
  readonly name: string;
  readonly rows: readonly (
    | readonly Cell[]
    | { readonly r?: number; readonly hidden?: boolean; readonly cells: readonly Cell[] }
  )[];
  readonly state?: 'hidden' | 'veryHidden';
  /** XML before and after the rows. */
  readonly before?: string;
  readonly after?: string;
}

export interface WorkbookToWrite {
  readonly sheets: readonly SheetToWrite[];
  /** Format codes; the style of the first is 1. */
  readonly formats?: readonly string[];
  readonly workbookPr?: string;
  readonly calcPr?: string;
  /** Texts inline, as Kobo's exporter writes them. */
  readonly isInline?: boolean;
  /** Parts in addition, or in the place of others. */
  readonly parts?: Readonly<Record<string, string>>;
}

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A workbook of one sheet `Data`. */
export function writeTable(rows: readonly (readonly Cell[])[], options: Omit<WorkbookToWrite, 'sheets'> = {}): Buffer {
  return writeWorkbook({ sheets: [{ name: 'Data', rows }], ...options });
}

export function writeWorkbook(book: WorkbookToWrite): Buffer {
  return writeZip(partsOf(book));
}

export function partsOf({
  sheets,
  formats = [],
  workbookPr = '',
  calcPr = '',
  isInline = false,
  parts = {},
}: WorkbookToWrite): Record<string, string> {
  const strings: string[] = [];
  const known = new Map<string, number>();
  const share = (text: string): number => {
    const at = known.get(text) ?? strings.push(text) - 1;
    known.set(text, at);
    return at;
  };
  const toCell = (cell: Cell): string => {
    if (cell === null) return '<c/>';
    if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
    if (typeof cell === 'boolean') return `<c t="b"><v>${Number(cell)}</v></c>`;
    if (typeof cell === 'object') return cell.xml;
    if (isInline) return `<c t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`;
    return `<c t="s"><v>${share(cell)}</v></c>`;
  };
  const toSheet = ({ rows, before = '', after = '' }: SheetToWrite): string => {
    const body = rows.map((row) => {
      const { cells, r, hidden } = 'cells' in row ? row : { cells: row, r: undefined, hidden: false };
      return `<row${r === undefined ? '' : ` r="${r}"`}${hidden === true ? ' hidden="1"' : ''}>${cells.map(toCell).join('')}</row>`;
    });
    return `${HEAD}<worksheet ${MAIN}>${before}<sheetData>${body.join('')}</sheetData>${after}</worksheet>`;
  };
  const files: Record<string, string> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    '_rels/.rels': relations([['rId1', 'officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `${HEAD}<workbook ${MAIN} xmlns:r="${RELATIONS}">${workbookPr}<sheets>${sheets
      .map(
        ({ name, state }, at) =>
          `<sheet name="${escapeXml(name)}" sheetId="${at + 1}"${state ? ` state="${state}"` : ''} r:id="rId${at + 1}"/>`,
      )
      .join('')}</sheets>${calcPr}</workbook>`,
  };
  const of: [string, string, string][] = [];
  for (const [at, sheet] of sheets.entries()) {
    files[`xl/worksheets/sheet${at + 1}.xml`] = toSheet(sheet);
    of.push([`rId${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`]);
  }
  of.push(['rIdS', 'sharedStrings', 'sharedStrings.xml'], ['rIdF', 'styles', 'styles.xml']);
  files['xl/_rels/workbook.xml.rels'] = relations(of);
  files['xl/sharedStrings.xml'] =
    `${HEAD}<sst ${MAIN}>${strings.map((text) => `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`).join('')}</sst>`;
  files['xl/styles.xml'] = `${HEAD}<styleSheet ${MAIN}><numFmts>${formats
    .map((code, at) => `<numFmt numFmtId="${164 + at}" formatCode="${escapeXml(code)}"/>`)
    .join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${formats
    .map((_, at) => `<xf numFmtId="${164 + at}"/>`)
    .join('')}</cellXfs></styleSheet>`;
  return { ...files, ...parts };
}

function relations(list: readonly (readonly [string, string, string])[]): string {
  const items = list.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
  );
  return `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`;
}
