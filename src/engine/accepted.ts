import { EtlError } from '../base/errors.ts';

/** What people have accepted on the command line: words, and numbers of records. */
export interface Accepted {
  readonly words: ReadonlySet<string>;
  readonly numbers: ReadonlyMap<string, number>;
}

const WORDS = new Set(['new-index', 'empty-source', 'header', 'server', 'lost', 'drift']);
const NUMBERS = new Set(['created', 'changed', 'missing', 'ids']);

/** Parses the values of `--accept`. Throws EtlError `run/bad-accept` (exit 2). */
export function parseAccepted(given: readonly string[]): Accepted {
  const words = new Set<string>();
  const numbers = new Map<string, number>();
  for (const item of given.flatMap((text) => text.split(','))) {
    const [name = '', number, ...rest] = item.split('=');
    if (number === undefined && WORDS.has(name)) words.add(name);
    else if (number !== undefined && /^\d+$/.test(number) && rest.length === 0 && NUMBERS.has(name))
      numbers.set(name, Number(number));
    else throw new EtlError('run/bad-accept', { given: item });
  }
  return { words, numbers };
}

/** The value of one `--accept` that says all that was accepted already, and `more`: each as it is given there. */
export function toAccept({ words, numbers }: Accepted, more: readonly string[]): string {
  const all = parseAccepted([...words, ...[...numbers].map(([name, number]) => `${name}=${number}`), ...more]);
  return [...all.words, ...[...all.numbers].map(([name, number]) => `${name}=${number}`)].join(',');
}
