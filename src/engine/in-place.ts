/** What a message is about, in words of people. */

export interface About {
  /** The column or field, where the message begins with it although the code's own words do not. */
  readonly about: string | null;
  /** The column, or else the field, that it is about. */
  readonly column: string | null;
  /** What people call that: what the form asks, or what DHIS2 calls it, where it is another name. */
  readonly label?: string | null;
}

/** A message that begins with what it is about: `beds (How many beds?): …`, or `FACILITY (Which facility?) = "North": …`. */
export function inPlace(message: string, { about, column, label }: Partial<About>, colon = ': '): string {
  const asked = askedText(label, `${column ?? ''} ${message}`);
  if (about) return `${about}${asked}${colon}${message}`;
  const at = column && asked ? message.indexOf(`${column} = `) : -1;
  if (!column || at === -1) return message;
  const end = at + column.length;
  return message.slice(0, end) + asked + message.slice(end);
}

/** Characters of a question that stand in a message. */
const LONGEST_LABEL = 80;

/** ` (How many beds?)` behind a column; nothing where what stands beside it says so already. */
export function askedText(label: string | null | undefined, beside: string): string {
  const line = (label ?? '').replaceAll(/\s+/g, ' ').trim();
  if (line === '' || beside.toLowerCase().includes(line.toLowerCase())) return '';
  return ` (${line.length > LONGEST_LABEL ? `${line.slice(0, LONGEST_LABEL)}…` : line})`;
}
