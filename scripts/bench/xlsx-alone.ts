/** The floor: the sheet is unpacked and its XML read, and nothing is done with the cells. `node xlsx-alone.ts FILE` */
import { SaxesParser } from 'saxes';
import yauzl from 'yauzl';

const zip = await yauzl.openPromise(process.argv[2] as string, { autoClose: false });
let cells = 0;
for await (const entry of zip.eachEntry()) {
  if (!/(?:sheet1|sharedStrings)\.xml$/.test(entry.fileName)) continue;
  const parser = new SaxesParser({ position: false });
  const decoder = new TextDecoder();
  parser.on('opentag', ({ name }) => {
    if (name === 'c') cells += 1;
  });
  parser.on('text', () => {});
  for await (const chunk of await zip.openReadStreamPromise(entry))
    parser.write(decoder.decode(chunk as Buffer, { stream: true }));
  parser.close();
}
zip.close();
console.log(cells);
