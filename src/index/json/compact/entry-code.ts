import type { Json } from '../../../base/json.ts';
import { toLegacyJson } from '../../../base/legacy-json.ts';
import type { RawEntry } from '../raw-entry.ts';
import {
  BACKSLASH,
  BLANK,
  BYTES_OF,
  codeFor,
  codeAtLine,
  ENTRY_END,
  FIELD_BY_CODE,
  ITEM,
  LIST_END,
  NEW_LINE,
  NOT_OPENED,
  OPEN,
  OPENED,
  OPEN_PLAIN,
  standsAt,
  TEXT_OF,
} from './fragments.ts';

/** An entry in short form, see `fragments.ts`: its key as JSON without quotes, and its fields. */
export function encodeEntry(key: string, entry: RawEntry): Buffer {
  const plain = toPlainForm(key, entry);
  if (plain !== undefined) return Buffer.from(plain);
  const text = toLegacyJson({ [key]: entry } as unknown as Json);
  return encodeText(
    Buffer.from(text.slice(BEFORE_KEY.length, -AFTER_ENTRY.length)),
    Buffer.byteLength(JSON.stringify(key)) - 2,
  );
}

const BEFORE_KEY = '{\n    "';
const AFTER_ENTRY = '\n}';

/** The same without a way round the text of the file; undefined where there is more to an entry than fields that we know, in plain texts. */
function toPlainForm(key: string, entry: RawEntry): string | undefined {
  const { deleted, deleted_dhis2: deletedThere, dhis2_uuid: address } = entry;
  // A flag may be missing, too.
  const flags: readonly unknown[] = [deleted, deletedThere];
  if (flags.some((flag) => flag !== false) || !isPlainText(key) || !isPlainText(address)) return undefined;
  let form = `${key}${CHARACTERS[OPEN_PLAIN]}${address}"`;
  let fields = OPENED.length;
  for (const field of NOT_OPENED) {
    const value = entry[field.name];
    const code = codeFor(field, value);
    if (code === undefined) continue;
    const text = toPlainValue(value as Json);
    if (text === undefined) return undefined;
    form += `,${CHARACTERS[code]}${text}`;
    fields += 1;
  }
  return fields === Object.keys(entry).length ? form + CHARACTERS[ENTRY_END] : undefined;
}

/** What stands behind the byte of a field; undefined where it would not be plain. */
function toPlainValue(value: Json): string | undefined {
  if (typeof value === 'string') return isPlainText(value) ? `${value}"` : undefined;
  if (!Array.isArray(value)) return typeof value === 'number' ? String(value) : '';
  const items = value as readonly Json[];
  if (!items.every((item) => typeof item === 'string' && isPlainText(item))) return undefined;
  const list = items.map((item) => `${CHARACTERS[ITEM]}${item as string}"`).join(',');
  return `${list}${items.length === 0 ? ']' : CHARACTERS[LIST_END]}`;
}

/** JSON has it letter by letter. */
function isPlainText(text: string): boolean {
  return !ESCAPED.test(text);
}

// oxlint-disable-next-line no-control-regex -- JSON writes them as escapes, and half a letter too.
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

const CHARACTERS = BYTES_OF.map((_, code) => String.fromCharCode(code));

/** The text that an entry has in a file, from behind the first quote of its key, in short form. */
function encodeText(text: Buffer, keyLength: number): Buffer {
  const coded = Buffer.allocUnsafe(text.length);
  let to = text.copy(coded, 0, 0, keyLength);
  let from = keyLength;
  const opening = standsAt(text, from, BYTES_OF[OPEN_PLAIN] as Buffer) ? OPEN_PLAIN : OPEN;
  coded[to++] = opening;
  from += (BYTES_OF[opening] as Buffer).length;
  while (from < text.length) {
    const byte = text[from] as number;
    const code = byte === NEW_LINE ? codeAtLine(text, from) : 0;
    coded[to++] = code === 0 ? byte : code;
    from += code === 0 ? 1 : (BYTES_OF[code] as Buffer).length;
  }
  return coded.subarray(0, to);
}

/**
 * Of the whole text of an entry, no more than so many bytes for so many of the short form. An empty text in a list is the worst
 * that may come often: three bytes that stand for sixteen. What stands for more comes once in an entry, or once in a list.
 */
export function mostExpanded(length: number): number {
  return length * 6 + 1024;
}

/** Writes the text that a short form stands for; gives where it ends. */
export function expandEntry(coded: Uint8Array, start: number, end: number, into: Buffer, at: number): number {
  let to = at;
  for (let from = start; from < end; from += 1) {
    const byte = coded[from] as number;
    const fragment = byte < BLANK ? BYTES_OF[byte] : undefined;
    if (fragment === undefined) into[to++] = byte;
    else for (let n = 0; n < fragment.length; n += 1) into[to++] = fragment[n] as number;
  }
  return to;
}

/** Whether a short form has only fields that we know, in texts without escapes. */
export function isPlain(coded: Uint8Array): boolean {
  return !coded.includes(NEW_LINE) && !coded.includes(BACKSLASH);
}

/** Where the key of a short form ends. */
export function endOfKey(coded: Uint8Array, start: number): number {
  let at = start;
  while ((coded[at] as number) >= BLANK) at += 1;
  return at;
}

/** The entry that a short form stands for. */
export function decodeEntry(coded: string, isPlainForm: boolean): { readonly key: string; readonly entry: RawEntry } {
  return isPlainForm ? decodePlain(coded) : decodeAny(coded);
}

function decodeAny(coded: string): { readonly key: string; readonly entry: RawEntry } {
  // oxlint-disable-next-line no-control-regex -- These stand for what is common to all entries.
  const text = coded.replace(/[\u0001-\u0009\u000B-\u001F]/g, (code) => TEXT_OF[code.charCodeAt(0)] ?? code);
  const [[key, entry]] = Object.entries(JSON.parse(`{"${text}}`) as Record<string, RawEntry>) as [[string, RawEntry]];
  return { key, entry };
}

function decodePlain(coded: string): { readonly key: string; readonly entry: RawEntry } {
  let at = 0;
  while (coded.charCodeAt(at) >= BLANK) at += 1;
  const key = coded.slice(0, at);
  const entry: Record<string, Json> = {};
  if (coded.charCodeAt(at) === OPEN_PLAIN) {
    const end = coded.indexOf('"', at + 1);
    entry['deleted'] = false;
    entry['deleted_dhis2'] = false;
    entry['dhis2_uuid'] = coded.slice(at + 1, end);
    at = end;
  }
  // Steps over the byte that began the entry, or the quote that ended its address.
  for (at += 1; at < coded.length; at += 1) {
    const code = coded.charCodeAt(at);
    if (code === ENTRY_END) break;
    const field = code < BLANK ? FIELD_BY_CODE[code] : undefined;
    // A comma.
    if (field === undefined) continue;
    const { name, kind } = field;
    if (kind === 'true' || kind === 'false') entry[name] = kind === 'true';
    else if (kind === 'texts') at = readTexts(coded, at + 1, (entry[name] = []));
    else if (kind === 'count') {
      const end = endOfNumber(coded, at + 1);
      entry[name] = Number(coded.slice(at + 1, end));
      at = end - 1;
    } else {
      const end = coded.indexOf('"', at + 1);
      entry[name] = coded.slice(at + 1, end);
      at = end;
    }
  }
  return { key, entry: entry as unknown as RawEntry };
}

/** Gives where the list ends. */
function readTexts(coded: string, start: number, list: string[]): number {
  let at = start;
  for (;;) {
    const code = coded.charCodeAt(at);
    if (code === ITEM) {
      const end = coded.indexOf('"', at + 1);
      list.push(coded.slice(at + 1, end));
      at = end;
    } else if (code === LIST_END || code === CLOSE) return at;
    at += 1;
  }
}

const CLOSE = ']'.charCodeAt(0);

function endOfNumber(coded: string, start: number): number {
  let at = start;
  while (coded.charCodeAt(at) >= 0x30 && coded.charCodeAt(at) <= 0x39) at += 1;
  return at;
}
