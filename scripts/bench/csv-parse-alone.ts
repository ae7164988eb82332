/** The floor: csv-parse reads the file row by row, and nothing is done with the rows. `node csv-parse-alone.ts FILE` */
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

let rows = 0;
const parser = createReadStream(process.argv[2] as string).pipe(parse({ delimiter: '~', relax_column_count: true }));
for await (const _ of parser) rows += 1;
console.log(rows);
