/** An option set as far as its codes go. */
interface OptionSet {
  readonly options?: readonly { readonly code?: string }[];
}

/** An option set can have many thousands, and every value asks. */
const CODES = new WeakMap<OptionSet, ReadonlySet<string>>();

/** The codes of an option set. */
export function codesOf(set: OptionSet): ReadonlySet<string> {
  const known = CODES.get(set);
  if (known) return known;
  const codes = (set.options ?? []).map(({ code }) => code).filter((code) => typeof code === 'string');
  const made = new Set(codes);
  CODES.set(set, made);
  return made;
}

/** Whether each piece of a MULTI_TEXT is a code: commas are between them, and those at its end are nothing. */
export function areAllCodes(value: string, codes: ReadonlySet<string>): boolean {
  if (/^,+$/.test(value)) return true;
  return value
    .replace(/,+$/, '')
    .split(',')
    .every((piece) => codes.has(piece));
}
