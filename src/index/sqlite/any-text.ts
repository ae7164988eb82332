/** SQLite keeps texts as UTF-8, and its tools end one at a zero: what is more than that stands as JSON behind this mark. */
const MARK = '\u0010';

/** Any text of JavaScript as one that SQLite keeps; different ones stay different. */
export function toStored(text: string): string {
  const isPlain = text.isWellFormed() && !text.includes('\0') && !text.startsWith(MARK);
  return isPlain ? text : MARK + JSON.stringify(text);
}

export function fromStored(stored: string): string {
  return stored.startsWith(MARK) ? (JSON.parse(stored.slice(1)) as string) : stored;
}
