/** Reads a CSV in batches of 500, keeps nothing, and tells the number of rows and the peak of its memory. */
import { CsvSource } from '../../src/sources/csv.ts';
import { FileStorage } from '../../src/storage/file.ts';

const [path = '', folder = ''] = process.argv.slice(2);
const extract = await new CsvSource(new FileStorage(), path, { missing: ['NA'] }).open(folder);
let rows = 0;
for await (const batch of extract.batches(500)) rows += batch.records.length;
process.stdout.write(JSON.stringify({ rows, peakMb: process.resourceUsage().maxRSS / 1024 }));
