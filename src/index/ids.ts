/** Ids as records have them: the tools before us kept blanks and the prefix that Kobo's API gives. */
export function toId(text: string): string {
  return text.trim().replace(/^uuid:/, '');
}
