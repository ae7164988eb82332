/** An id without blanks around it and without the `uuid:` of Kobo's API, both of which the tools before us kept. */
export function toId(text: string): string {
  return text.trim().replace(/^uuid:/, '');
}
