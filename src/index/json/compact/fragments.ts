/**
 * How an entry is kept in memory: as the text that it has in the file, in which what all entries have in common stands as one
 * byte each. JSON has no control characters but in its layout, so these bytes are free; nothing is lost, whatever an entry
 * holds.
 */

/** What a field's value is; the byte of a flag says its value, too. */
export type ValueKind = 'text' | 'texts' | 'instant' | 'count' | 'true' | 'false';

const FIELDS: readonly (readonly [name: string, ...kinds: ValueKind[]])[] = [
  ['deleted', 'false', 'true'],
  ['deleted_dhis2', 'false', 'true'],
  ['dhis2_uuid', 'text'],
  ['doubts', 'texts'],
  ['error', 'text'],
  ['generation', 'count'],
  ['hash', 'text'],
  ['ids', 'texts'],
  ['missing_since', 'instant'],
  ['pair', 'text'],
  ['part_of', 'text'],
  ['previous_uids', 'texts'],
  ['row_digest', 'text'],
  ['sent_at', 'instant'],
  ['shape', 'text'],
  ['since', 'instant'],
  ['uploaded', 'false', 'true'],
  ['was', 'text'],
];

export const NEW_LINE = 0x0a;
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const BACKSLASH = 0x5c;
/** All bytes below it are ours, but for a line end. */
export const BLANK = 0x20;

const FIELD_LINE = `\n${' '.repeat(8)}`;
/** How an entry begins after its key. */
export const OPEN = 1;
/** The same with what nearly all entries begin with. */
export const OPEN_PLAIN = 2;
/** An item of a list of texts. */
export const ITEM = 3;
export const LIST_END = 4;
export const ENTRY_END = 5;

export interface Field {
  readonly code: number;
  /** Its place among the names in the order of a file. */
  readonly order: number;
  readonly name: string;
  readonly kind: ValueKind;
}

const OPENING: Readonly<Record<ValueKind, string>> = {
  text: '"',
  instant: '"',
  texts: '[',
  count: '',
  true: 'true',
  false: 'false',
};

/** By their bytes. */
const fields: (Field | undefined)[] = [];
const texts: string[] = [];
texts[OPEN] = '": {';
texts[ITEM] = `\n${' '.repeat(12)}"`;
texts[LIST_END] = `${FIELD_LINE}]`;
texts[ENTRY_END] = `\n${' '.repeat(4)}}`;
for (const [order, [name, ...kinds]] of FIELDS.entries()) {
  for (const kind of kinds) {
    const code = Math.max(texts.length, ENTRY_END + 1);
    const free = code === NEW_LINE ? code + 1 : code;
    fields[free] = { code: free, order, name, kind };
    texts[free] = `${FIELD_LINE}"${name}": ${OPENING[kind]}`;
  }
}

export const ADDRESS = codeOf('dhis2_uuid', 'text');
export const IDS = codeOf('ids', 'texts');
export const SHAPE = codeOf('shape', 'text');
export const ERROR = codeOf('error', 'text');
export const DOUBTS = codeOf('doubts', 'texts');
export const UPLOADED = { yes: codeOf('uploaded', 'true'), no: codeOf('uploaded', 'false') };
export const DELETED = { yes: codeOf('deleted', 'true'), no: codeOf('deleted', 'false') };
export const DELETED_THERE = { yes: codeOf('deleted_dhis2', 'true'), no: codeOf('deleted_dhis2', 'false') };
/** The fields that nearly all entries begin with. */
export const OPENED = [DELETED.no, DELETED_THERE.no, ADDRESS];
texts[OPEN_PLAIN] = [OPEN, ...OPENED]
  .map((code) => `${texts[code]}`)
  .join(',')
  .replace('{,', '{');

/** All other names of fields, in the order of a file, with the bytes that they may have. */
export const NOT_OPENED = FIELDS.slice(OPENED.length).map(([name]) => ({
  name,
  codes: fields.filter((field): field is Field => field?.name === name),
}));

/** The byte of a field for a value that it may have. */
export function codeFor({ codes }: (typeof NOT_OPENED)[number], value: unknown): number | undefined {
  if (value === undefined) return undefined;
  return codes.find(({ kind }) => isOfKind(kind, value))?.code;
}

function isOfKind(kind: ValueKind, value: unknown): boolean {
  if (kind === 'texts') return Array.isArray(value);
  if (kind === 'count') return Number.isSafeInteger(value) && (value as number) >= 0;
  return kind === 'true' || kind === 'false' ? value === (kind === 'true') : typeof value === 'string';
}

/** Fields by their bytes. */
export const FIELD_BY_CODE: readonly (Field | undefined)[] = fields;

/** What each byte stands for; a line end stands for itself. */
export const TEXT_OF: readonly (string | undefined)[] = texts;
export const BYTES_OF: readonly (Buffer | undefined)[] = Array.from({ length: BLANK }, (_, code) => {
  const text = texts[code];
  return text === undefined ? undefined : Buffer.from(text);
});

/** Fields by the first letter of their names, in the order in which they are tried. */
export const FIELDS_BY_LETTER: readonly (readonly Field[])[] = Array.from({ length: 128 }, (_, letter) =>
  fields.filter((field): field is Field => field?.name.charCodeAt(0) === letter),
);

function codeOf(name: string, kind: ValueKind): number {
  return fields.find((field) => field?.name === name && field.kind === kind)?.code as number;
}

/** Whether a fragment stands at a place. */
export function standsAt(bytes: Uint8Array, at: number, fragment: Uint8Array): boolean {
  if (at + fragment.length > bytes.length) return false;
  for (let n = 0; n < fragment.length; n += 1) if (bytes[at + n] !== fragment[n]) return false;
  return true;
}

/** The byte of what stands at a line end; 0 where it is nothing that has one. */
export function codeAtLine(bytes: Uint8Array, at: number): number {
  const name = FIELDS_BY_LETTER[bytes[at + 10] as number];
  if (name !== undefined) for (const { code } of name) if (standsAt(bytes, at, BYTES_OF[code] as Buffer)) return code;
  for (let code = ITEM; code <= ENTRY_END; code += 1) if (standsAt(bytes, at, BYTES_OF[code] as Buffer)) return code;
  return 0;
}
