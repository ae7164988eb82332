import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { writeZip } from '../sample/write-zip.ts';

const COLUMNS = 40;
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OF = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const CHOICES = ['yes', 'no', 'dont_know'];

/**
 * Writes a workbook of so many submissions: ids, a facility, a day, and answers of all kinds. `shared` as Excel saves it, its
 * texts in a part of their own; else as Kobo exports it, each text in its cell. `node workbook.ts FILE ROWS shared|inline`
 */
async function writeBenchWorkbook(path: string, rows: number, isShared: boolean): Promise<void> {
  const texts = new Map<string, number>();
  const text = (value: string): string => {
    if (!isShared) return ` t="inlineStr"><is><t>${value}</t></is></c>`;
    const at = texts.get(value) ?? texts.size;
    texts.set(value, at);
    return ` t="s"><v>${at}</v></c>`;
  };
  const number = (value: number | string): string => `><v>${value}</v></c>`;
  const answer = (row: number, column: number): string => {
    const random = (row * 2_654_435_761 + column * 40_503) % 4_294_967_296;
    if (column === 0) return text(createHash('md5').update(`row ${row}`).digest('hex'));
    if (column === 1) return text(`Clinic ${row % 300}`);
    if (column === 2) return ` s="1"><v>${45_000 + (row % 600)}</v></c>`;
    if (column % 4 === 0) return text(CHOICES[random % CHOICES.length] as string);
    if (column % 4 === 1) return text(`answer ${random % 99_999} &amp; more`);
    return number(column % 4 === 2 ? random % 5000 : (random % 100_000) / 1000);
  };
  const lines = function* (): Generator<string> {
    yield `<worksheet ${MAIN}><sheetData>`;
    yield `<row r="1">${cells((column) => text(column === 0 ? '_uuid' : `question_${column}`), 1)}</row>`;
    for (let row = 2; row <= rows + 1; row += 1)
      yield `<row r="${row}">${cells((column) => answer(row, column), row)}</row>`;
    yield '</sheetData></worksheet>';
  };
  const sheet = Buffer.concat(Array.from(lines(), (line) => Buffer.from(line)));
  const shared = Array.from(texts.keys(), (value) => `<si><t>${value}</t></si>`).join('');
  const bytes = writeZip({
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<workbook ${MAIN} xmlns:r="${OF}"><sheets><sheet name="Data" sheetId="1" r:id="r0"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['styles', 'styles.xml'],
      ['sharedStrings', 'sharedStrings.xml'],
    ]),
    'xl/styles.xml': `<styleSheet ${MAIN}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst ${MAIN}>${shared}</sst>`,
    'xl/worksheets/sheet1.xml': sheet,
  });
  await writeFile(path, bytes);
}

function cells(make: (column: number) => string, row: number): string {
  return Array.from({ length: COLUMNS }, (_, column) => `<c r="${letters(column)}${row}"${make(column)}`).join('');
}

function letters(column: number): string {
  return (
    (column >= 26 ? String.fromCharCode(64 + Math.floor(column / 26)) : '') + String.fromCharCode(65 + (column % 26))
  );
}

function relations(list: readonly (readonly [string, string])[]): string {
  const items = list.map(([type, target], at) => `<Relationship Id="r${at}" Type="${OF}/${type}" Target="${target}"/>`);
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`;
}

const [file = '', rowsWanted = '', how = ''] = process.argv.slice(2);
await writeBenchWorkbook(file, Number(rowsWanted), how === 'shared');
