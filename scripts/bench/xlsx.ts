/** A workbook through the source, beside its XML read alone: `npm run bench -- xlsx`. */
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { measure } from './measure.ts';
import { printHead, printUsage } from './table.ts';

export async function benchWorkbooks(cache: string, rows: number): Promise<void> {
  await mkdir(cache, { recursive: true });
  const script = (name: string): string => path.join(import.meta.dirname, name);
  for (const how of ['inline', 'shared']) {
    const file = path.join(cache, `workbook-${how}-${rows}.xlsx`);
    if (!existsSync(file)) {
      // In a process of its own: those that are measured would count its memory as theirs.
      await measure([script('workbook.ts'), `${file}.making`, String(rows), how], cache);
      await rename(`${file}.making`, file);
    }
    printHead(
      `A workbook of ${rows.toLocaleString('en')} rows, ${how === 'shared' ? 'as Excel saves it' : 'as Kobo exports it'}`,
    );
    const floor = await measure([script('xlsx-alone.ts'), file], cache);
    printUsage('yauzl and saxes alone', floor);
    printUsage('source xlsx', await measure([script('xlsx-source.ts'), file, path.join(cache, 'run')], cache), floor);
  }
}
