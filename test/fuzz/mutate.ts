/** Ways to spoil what people and machines write: as bytes, as lines, as JSON, as rows. */
import type { Random } from './random.ts';

const DEEP = 3000;

/** What trips readers up, in any text. */
const PIECES: readonly string[] = [
  '',
  '"',
  "'",
  '\\',
  ',',
  ';',
  ':',
  ': ',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '\0',
  ' #',
  '- ',
  '&a ',
  '*a',
  '!!str ',
  '%',
  '`',
  '${',
  '${DHIS2_PASSWORD}',
  '${NOPE:-x}',
  '=',
  "'=",
  '=$',
  '=note.note',
  '\uFEFF',
  '\u2028',
  '\u0301',
  '👩🏽‍⚕️',
  '\uD800',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'true',
  '~',
  'NaN',
  '-0',
  '1e999',
  '9'.repeat(400),
  '1.5',
  '2025-02-30',
  '0000-00-00',
  'uuid:',
  '{',
  '}',
  '[',
  ']',
  '[]',
  '{}',
  '{"toString":1}',
  '['.repeat(DEEP),
  '{"a":'.repeat(DEEP),
  '('.repeat(500),
  'A'.repeat(50_000),
  ' '.repeat(50_000),
  '%'.repeat(20_000),
  'a.'.repeat(5000),
  '$x('.repeat(300),
];

/** Spoils a text in a few places. Now and then the bytes are no UTF-8 any more. */
export function spoilText(text: string, random: Random): Buffer {
  let spoilt = text;
  for (let n = 1 + random.below(3); n > 0; n -= 1) spoilt = spoilOnce(spoilt, random);
  const bytes = Buffer.from(spoilt);
  if (bytes.length > 0 && random.chance(0.05)) bytes[random.below(bytes.length)] = 128 + random.below(128);
  return bytes;
}

function spoilOnce(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + random.below(random.chance(0.8) ? 12 : 400));
  const lines = text.split('\n');
  const line = random.below(lines.length);
  switch (random.below(9)) {
    case 0:
      return text.slice(0, at) + text.slice(to);
    case 1:
      return text.slice(0, to) + text.slice(at);
    case 2:
      return text.slice(0, at) + random.pick(PIECES) + text.slice(at);
    case 3:
      return text.slice(0, at) + random.pick(PIECES) + text.slice(to);
    case 4:
      return random.chance(0.3) ? text.slice(0, at) : lines.toSpliced(line, 1).join('\n');
    case 5:
      return lines.toSpliced(line, 0, lines[random.below(lines.length)] ?? '').join('\n');
    case 6:
      return lines.with(line, random.pick(PIECES)).join('\n');
    case 7:
      return replaceWord(text, random);
    default:
      return lines.with(line, ' '.repeat(random.below(8)) + (lines[line] ?? '').trimStart()).join('\n');
  }
}

/** A word, a number or a text in quotes becomes something else. */
function replaceWord(text: string, random: Random): string {
  const words = [...text.matchAll(/"[^"\n]*"|[\w./-]+/g)];
  if (words.length === 0) return text;
  const word = random.pick(words);
  const other = random.chance(0.3) ? random.pick(words)[0] : random.pick(PIECES);
  return text.slice(0, word.index) + other + text.slice(word.index + word[0].length);
}

/** Stands for what JSON.stringify cannot write. */
const RAW: readonly (readonly [mark: string, raw: string])[] = [
  ['@@lists@@', '['.repeat(DEEP) + ']'.repeat(DEEP)],
  ['@@objects@@', `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`],
  ['@@large@@', '1e999'],
];

/** Values of every type. */
const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  '',
  'x',
  '\0',
  '=x',
  '2026-13-40',
  '2026-03-14T02:00:00Z',
  'AbcdefghijK',
  'A'.repeat(100_000),
  [],
  [null],
  ['x'],
  [[]],
  {},
  { toString: 1 },
  { a: { b: 1 } },
  ...RAW.map(([mark]) => mark),
];

const KEYS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'x', ' ', 'é', '\u2028'];

/** Spoils a JSON text in its structure; a text that is none, as text. `more`: values to put in, beside the usual ones. */
export function spoilJson(text: string, random: Random, more: readonly unknown[] = []): Buffer {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return spoilText(text, random);
  }
  if (random.chance(0.2)) return spoilText(text, random);
  const box = { root: value };
  for (let n = 1 + random.below(3); n > 0; n -= 1) spoilMember(box, random, [...VALUES, ...more]);
  let spoilt = JSON.stringify(box.root, null, random.chance(0.5) ? 4 : 0) ?? 'null';
  for (const [mark, raw] of RAW) spoilt = spoilt.replaceAll(`"${mark}"`, raw);
  if (random.chance(0.1)) spoilt = spoilt.replace(/"(?:[^"\\]|\\.)*":/, (key) => `${key} null,\n${key}`);
  return Buffer.from(spoilt);
}

function spoilMember(box: { root: unknown }, random: Random, values: readonly unknown[]): void {
  const holders: Record<string, unknown>[] = [box];
  const walk = (at: unknown): void => {
    if (at === null || typeof at !== 'object') return;
    holders.push(at as Record<string, unknown>);
    for (const inner of Object.values(at)) walk(inner);
  };
  walk(box.root);
  const holder = random.pick(holders);
  const keys = Object.keys(holder);
  const key = keys.length === 0 ? 'new' : random.pick(keys);
  const set = (name: string, value: unknown): void =>
    void Object.defineProperty(holder, name, { value, writable: true, enumerable: true, configurable: true });
  const what = holder === box ? 0 : random.below(6);
  if (what === 1) delete holder[key];
  else if (what === 2) set(random.pick(KEYS), structuredClone(random.pick(values)));
  else if (what === 3) set(random.pick(KEYS), structuredClone(holder[key]));
  else if (what === 4) set(key, [holder[key]]);
  else set(key, structuredClone(random.pick(values)));
}

const CELLS = [
  ...PIECES.filter((one) => one.length < 100),
  'NA',
  '=1+1',
  '1,200',
  '14/03/2025',
  '2025-03-14',
  '1.5E9',
  '⁰',
  '-1.5 36.8 0 0',
];

/** Spoils a CSV: cells, columns, rows; or its text. */
export function spoilCsv(text: string, random: Random): Buffer {
  if (random.chance(0.4)) return spoilText(text, random);
  const delimiter = random.pick([',', ',', ',', ';', '~', '\t']);
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  for (let n = 1 + random.below(5); n > 0; n -= 1) {
    const at = random.below(rows.length);
    const row = rows[at] ?? [];
    const column = random.below(row.length + 1);
    const what = random.below(6);
    if (what === 0) rows.splice(at, 1);
    else if (what === 1) rows.splice(at, 0, [...row]);
    else if (what === 2) for (const one of rows) one.splice(column, 1);
    else if (what === 3) for (const one of rows) one.splice(column, 0, one[random.below(one.length)] ?? '');
    else row[column] = random.pick(CELLS);
    if (rows.length === 0) rows.push(['']);
  }
  const quote = (cell: string): string =>
    random.chance(0.9) && /["\n\r,;~\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  return Buffer.from(rows.map((row) => row.map(quote).join(delimiter)).join(random.pick(['\n', '\r\n'])));
}
