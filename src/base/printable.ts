/**
 * Texts from files, cells and arguments on their way to a terminal: none of them may steer it. That would be control
 * characters (C0, DEL, C1), line separators, and marks that turn the direction of what is read. Line ends stay.
 */
// oxlint-disable-next-line no-control-regex -- these are what it is about; as classes of Unicode they take ten times as long
const STEERING = /[\0-\x09\x0B-\x1F\x7F-\x9F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g;

/** A dot in the place of each. */
export function printable(text: string): string {
  return text.replace(STEERING, '·');
}

/** The same for what must stay one line: nobody may write a second line of a log, or of a summary, from a cell. */
export function printableLine(text: string): string {
  return printable(text.replaceAll('\n', '·'));
}

/** For JSON text, which can write them as escapes: it says the same as before. */
export function printableJson(json: string): string {
  // JSON itself escapes what stands before the blank; of ASCII only DEL is left, and to see that costs next to nothing.
  if (Buffer.byteLength(json) === json.length && !json.includes('\x7f')) return json;
  return json.replace(STEERING, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
