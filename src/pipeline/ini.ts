/** A value of an INI file, or why there is none. */
export type IniResult =
  | { readonly is: 'value'; readonly value: string }
  | { readonly is: 'no-section' | 'no-key'; readonly known: readonly string[] };

/** Sections by name; keys in lower case. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Parses an INI file as Python's ConfigParser does, which wrote and reads the files in use: `=` or `:` after the key,
 * whichever comes first; comments (`#`, `;`) on lines of their own only, so that both may stand in a password; quotes
 * are part of the value; deeper indentation goes on with the value; keys without regard to case. Never throws: lines
 * that are nothing of this are passed over.
 */
export function parseIni(text: string): Ini {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let open: { key: string; indent: number } | undefined;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith(';')) continue;
    const indent = line.length - line.trimStart().length;
    if (section && open && indent > open.indent) {
      section.set(open.key, `${section.get(open.key) ?? ''}\n${trimmed}`);
      continue;
    }
    open = undefined;
    const header = /^\[([^\]]+)\]/.exec(trimmed);
    if (header?.[1] !== undefined) {
      section = sections.get(header[1]) ?? new Map<string, string>();
      sections.set(header[1], section);
      continue;
    }
    const separator = trimmed.search(/[=:]/);
    if (!section || separator === -1) continue;
    open = { key: trimmed.slice(0, separator).trimEnd().toLowerCase(), indent };
    section.set(open.key, trimmed.slice(separator + 1).trimStart());
  }
  return sections;
}

/** Looks a key up; the section DEFAULT stands in for keys that a section lacks. `%%` is `%`, `%(key)s` another key's value. */
export function readIni(ini: Ini, section: string, key: string): IniResult {
  const keys = ini.get(section);
  const sections = [...ini.keys()].filter((name) => name !== 'DEFAULT');
  if (!keys) return { is: 'no-section', known: sections };
  const all = new Map([...(ini.get('DEFAULT') ?? []), ...keys]);
  const value = all.get(key.toLowerCase());
  if (value === undefined) return { is: 'no-key', known: [...all.keys()] };
  return { is: 'value', value: expand(value, all) };
}

/** ConfigParser's own bound on references to references. */
const MAX_DEPTH = 10;
/** References that are each named several times grow by powers: no password is as long as this. */
const MAX_LENGTH = 100_000;

function expand(value: string, all: ReadonlyMap<string, string>): string {
  let length = 0;
  const within = (text: string, depth: number): string =>
    text.replace(/%%|%\(([^)]+)\)s/g, (whole, name: string | undefined) => {
      if (name === undefined) return '%';
      const other = all.get(name.toLowerCase());
      if (other === undefined || depth >= MAX_DEPTH || length > MAX_LENGTH) return whole;
      length += other.length + 1;
      return within(other, depth + 1);
    });
  return within(value, 0);
}
