import { describe, expect, test } from 'vitest';
import { readCsv, type ReadCsv } from './read-csv.ts';

/**
 * A file that an upload or an export left half-way. Wherever it is cut, no row may come out that is not in the whole
 * file. What nobody can know: a last row that has all its cells but no line end may have lost the end of its last cell.
 * Such a row comes out, for many writers leave the last line end away.
 */
const FILES: readonly (readonly [string, string])[] = [
  ['plain, LF', 'id;name;note\n1;Zoé;fine\n2;Ada;\n3;Bo;long text\n'],
  ['plain, CR LF', 'id;name;note\r\n1;Zoé;fine\r\n2;Ada;x\r\n'],
  ['quoted, with everything in it', '"id";"na""me";"note"\r\n"1";"Zoé;\r\n2";"he said ""x"""\r\n"2";"";"👩🏽‍⚕️ \n"\r\n'],
  ['quoted now and then', 'id~name~note\n1~"a~b"~c\n2~d~"e\nf"\n'],
  ['byte-order mark', '\uFEFFid;name;note\n1;é;x\n'],
];

describe.each(FILES)('%s', (_, text) => {
  const whole = Buffer.from(text);

  test.each(Array.from({ length: whole.length }, (_unused, n) => n))('cut after %i bytes', async (size) => {
    const full = await readCsv(whole);
    const cut = whole.subarray(0, size);
    const read = await readCsv(cut, { delimiter: text.includes('~') ? '~' : ';' }).catch((error: unknown) => {
      expect(error).toMatchObject({
        name: 'EtlError',
        exitCode: 3,
        code: expect.stringMatching(/^source\/(?:truncated|empty)$/),
      });
      return undefined;
    });
    if (read) expect(whatIsWrong(read, full, cut)).toBeUndefined();
  });
});

function whatIsWrong(read: ReadCsv, full: ReadCsv, cut: Buffer): string | undefined {
  if (read.error) return read.error.code === 'source/truncated' ? undefined : read.error.code;
  if (read.badRows.length > 0) return 'a bad row where the file is cut';
  const isOpen = ![10, 13].includes(cut.at(-1) ?? 10);
  for (const [n, cells] of read.rows.entries()) {
    const wanted = full.rows[n] ?? [];
    const mayBeCut = isOpen && n === read.rows.length - 1;
    for (const [at, cell] of cells.entries()) {
      const isCutHere = mayBeCut && at === wanted.length - 1 && wanted[at]?.startsWith(cell);
      if (cell !== wanted[at] && !isCutHere) return `row ${n + 1}, cell ${at + 1}`;
    }
  }
  return undefined;
}
