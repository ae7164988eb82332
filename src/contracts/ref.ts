/**
 * What one object of the sink is called: the key of its record, and which of the record's objects it is. One ref is one
 * object, one line of the plan, one entry of the index and one verdict.
 */
export interface Ref {
  readonly key: string;
  /** '' for the record's own object; else which of its parts, as `enrollment` or `visit/2`. */
  readonly role: string;
}

const ROLE_MARK = '\u001f';

/** A ref as one text, for sets and maps. */
export function nameOf({ key, role }: Ref): string {
  return role === '' ? key : `${key}${ROLE_MARK}${role}`;
}

/** The ref that has a name. */
export function toRef(name: string): Ref {
  const at = name.indexOf(ROLE_MARK);
  return at === -1 ? { key: name, role: '' } : { key: name.slice(0, at), role: name.slice(at + 1) };
}
