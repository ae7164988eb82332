/** Reads a workbook as a source, in batches that are not kept. `node xlsx-source.ts FILE FOLDER` */
import { XlsxSource } from '../../src/sources/xlsx/xlsx.ts';
import { FileStorage } from '../../src/storage/file.ts';

const [file = '', folder = ''] = process.argv.slice(2);
const extract = await new XlsxSource(new FileStorage(), file).open(folder);
let rows = 0;
for await (const batch of extract.batches(500)) rows += batch.records.length;
console.log(rows);
