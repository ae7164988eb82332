/** An id without blanks around it and without the `uuid:` of Kobo's API, both of which the tools before us kept. */
export function toId(text: string): string {
  const trimmed = text.trim();
  return trimmed.startsWith('uuid:') ? trimmed.slice('uuid:'.length) : trimmed;
}
