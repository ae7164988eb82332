/** Reads a workbook in batches of 500, keeps nothing, and tells the number of rows and the peak of its memory. */
import { join } from 'node:path';
import { XlsxSource } from '../../../src/sources/xlsx/xlsx.ts';
import { FileStorage } from '../../../src/storage/file.ts';

const [folder = ''] = process.argv.slice(2);
const extract = await new XlsxSource(new FileStorage(folder), 'in.xlsx').open(join(folder, 'run'));
let rows = 0;
for await (const batch of extract.batches(500)) rows += batch.records.length;
process.stdout.write(JSON.stringify({ rows, peakMb: process.resourceUsage().maxRSS / 1024 }));
