/** Files that are often put in the place of a workbook, told by their bytes: each needs something else done. */
import { open, type FileHandle } from 'node:fs/promises';
import { EtlError } from '../../base/errors.ts';

/** Room for the first bytes that tell, and for the names in the directory of an old file. */
const START = 4096;
const CHUNK = 1024 * 1024;

const ZIP = '504b0304';
/** What an archive begins with that has nothing in it. */
const EMPTY_ZIP = '504b0506';
const COMPOUND = 'd0cf11e0a1b11ae1';

/** Throws EtlError `source/not-a-workbook`, `source/encrypted`, `source/empty`, unless the file begins as a ZIP archive. */
export async function refuseOtherFiles(path: string, location: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(START), 0, START, 0);
    const start = buffer.subarray(0, bytesRead);
    if (bytesRead === 0) throw new EtlError('source/empty', { location });
    const signature = start.toString('hex', 0, 8);
    if (signature.startsWith(ZIP) || signature.startsWith(EMPTY_ZIP)) return;
    if (signature.startsWith(COMPOUND)) await refuseCompound(file, location);
    throw new EtlError('source/not-a-workbook', { location, ...kindOf(start) });
  } finally {
    await file.close();
  }
}

/** Old Office files and files with a password are of one format; the names of their streams tell them apart. */
async function refuseCompound(file: FileHandle, location: string): Promise<never> {
  const [isEncrypted, isOldExcel, isOldWord] = await findNames(file, ['EncryptedPackage', 'Workbook', 'WordDocument']);
  if (isEncrypted) throw new EtlError('source/encrypted', { location });
  const looksLike = isOldWord && !isOldExcel ? 'an old Word document (.doc)' : 'an old Excel workbook (.xls)';
  throw new EtlError('source/not-a-workbook', { location, looksLike });
}

async function findNames(file: FileHandle, names: readonly string[]): Promise<boolean[]> {
  const wanted = names.map((name) => Buffer.from(name, 'utf16le'));
  const found = names.map(() => false);
  const buffer = Buffer.alloc(CHUNK);
  for (let at = 0; ; at += CHUNK - 64) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK, at);
    const bytes = buffer.subarray(0, bytesRead);
    for (const [n, name] of wanted.entries()) found[n] ||= bytes.includes(name);
    if (bytesRead < CHUNK || found[0] === true) return found;
  }
}

type Kind = { readonly looksLike: string; readonly instead?: string };

function kindOf(start: Buffer): Kind {
  const hex = start.toString('hex', 0, 8);
  if (hex.startsWith('25504446')) return { looksLike: 'a PDF' };
  if (hex.startsWith('1f8b')) return { looksLike: 'compressed (gzip)' };
  if (/^09(?:00|02|04|08)/.test(hex)) return { looksLike: 'a very old Excel workbook (.xls)' };
  const text = start.toString('latin1').replace(/^(?:\u00ef\u00bb\u00bf)+/, '');
  if (text.includes('progid="Excel.Sheet"') || text.includes('urn:schemas-microsoft-com:office:spreadsheet'))
    return { looksLike: 'an “XML Spreadsheet 2003”' };
  if (/^\s*<(?:!doctype|html|head|body|table)/i.test(text)) return { looksLike: 'a web page', instead: 'page' };
  if (/^\s*<\?xml/i.test(text)) return { looksLike: 'XML' };
  if (/^\s*(?:\{\s*"|\[\s*[{[])/.test(text)) return { looksLike: 'JSON' };
  const isText = !start.subarray(0, 512).includes(0) || /^(?:fffe|feff)/.test(hex);
  return isText ? { looksLike: 'a text, such as a CSV', instead: 'csv' } : { looksLike: 'a file of another kind' };
}

/** What an archive is that has no workbook of XML in it. */
export function kindOfArchive(names: readonly string[]): string {
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  if (has(/^xl\/workbook\.bin$/i)) return 'a binary Excel workbook (.xlsb)';
  if (has(/^mimetype$/) && has(/^content\.xml$/)) return 'an OpenDocument file, such as an .ods of LibreOffice';
  if (has(/^word\//i)) return 'a Word document (.docx)';
  if (has(/^ppt\//i)) return 'a PowerPoint presentation (.pptx)';
  if (has(/^Index\/.*\.iwa$/)) return 'a spreadsheet of Apple Numbers';
  if (has(/\.xlsx$/i)) return 'a ZIP archive with a workbook in it, which has to be unpacked';
  return 'a ZIP archive of something else';
}
