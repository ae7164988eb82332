/**
 * YAML as `yamlText` and `yamlLine` write it, read line by line: a reader of all YAML takes twenty times as long, and a lock
 * is read at every start. It gives up at the first line that could mean anything else; then that reader reads.
 */

/** `key:` and what stands behind it, if anything. */
const KEY_LINE = /^("(?:[^"\\]|\\.)*"|[^\s"#,:[\]{}&*!|>'%@`-][^"#,:[\]{}]*):(?: (.*))?$/;
/** A member in braces, from where the one before it ends. */
const MEMBER = /("(?:[^"\\]|\\.)*"|[^"#,:[\]{}]+): ("(?:[^"\\]|\\.)*"|[^"#,:[\]{}]+)(, | \}$)/y;
/** What stands without quotes, and is text to every reader. */
const PLAIN = /^\p{L}[\p{L}\p{M}\p{N} ._()+/-]*$/u;
const WORDS = /^(?:true|false|null|yes|no|on|off|y|n|nan|inf)$/i;

type Value = string | number | boolean | Value[] | { [key: string]: Value };

class NotOurs extends Error {}

/** The value of such a text; undefined where it may be none of ours. */
export function parseOwnLines(text: string): unknown {
  if (/[\r\t]/.test(text)) return undefined;
  try {
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const reader = new Lines(lines);
    const value = reader.mapping(0);
    return reader.isAtEnd ? value : undefined;
  } catch (error) {
    if (error instanceof NotOurs) return undefined;
    throw error;
  }
}

class Lines {
  readonly #lines: string[];
  #at = 0;

  constructor(lines: string[]) {
    this.#lines = lines;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#lines.length;
  }

  /** The keys that stand at so many blanks. */
  mapping(indent: number): Value {
    const members: { [key: string]: Value } = {};
    do {
      const [, key = '', value] = KEY_LINE.exec(this.#line.slice(indent)) ?? giveUp();
      this.#at += 1;
      setMember(members, key, value === undefined ? this.#below(indent + 2) : toValue(value));
    } while (this.#indent === indent && !this.#isItem(indent));
    return members;
  }

  /** What belongs to a key with nothing behind it. */
  #below(indent: number): Value {
    if (this.#indent !== indent) return giveUp();
    return this.#isItem(indent) ? this.#list(indent) : this.mapping(indent);
  }

  #list(indent: number): Value {
    const items: Value[] = [];
    do {
      const rest = this.#line.slice(indent + 2);
      if (rest.startsWith('{')) {
        this.#at += 1;
        items.push(toValue(rest));
      } else {
        // The first key of an item stands behind its dash.
        this.#lines[this.#at] = ' '.repeat(indent + 2) + rest;
        items.push(this.mapping(indent + 2));
      }
    } while (this.#indent === indent && this.#isItem(indent));
    return items;
  }

  get #line(): string {
    return this.#lines[this.#at] ?? giveUp();
  }

  /** Of the line that comes next; -1 after the last. */
  get #indent(): number {
    return this.#lines[this.#at]?.search(/[^ ]/) ?? -1;
  }

  #isItem(indent: number): boolean {
    return this.#line.startsWith('- ', indent);
  }
}

function toValue(text: string): Value {
  if (text === '{}') return {};
  if (text.startsWith('{ ')) return toMembers(text);
  if (text === 'true' || text === 'false') return text === 'true';
  return /^[1-9]\d{0,2}$/.test(text) ? Number(text) : toText(text);
}

function toMembers(text: string): Value {
  const members: { [key: string]: Value } = {};
  MEMBER.lastIndex = 2;
  for (let end = ''; end !== ' }';) {
    const [, key = '', value = '', behind = ''] = MEMBER.exec(text) ?? giveUp();
    setMember(members, key, toValue(value));
    end = behind;
  }
  return MEMBER.lastIndex === text.length ? members : giveUp();
}

function setMember(members: { [key: string]: Value }, written: string, value: Value): void {
  const key = toText(written);
  if (key === '__proto__') giveUp();
  members[key] = value;
}

function toText(written: string): string {
  if (written.startsWith('"')) return toQuoted(written);
  return PLAIN.test(written) && !WORDS.test(written) && !written.endsWith(' ') ? written : giveUp();
}

function toQuoted(written: string): string {
  try {
    return JSON.parse(written) as string;
  } catch {
    return giveUp();
  }
}

function giveUp(): never {
  throw new NotOurs();
}
