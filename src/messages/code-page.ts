import type { Args } from './args.ts';
import type { Explanation, Row, Texts, Who } from './code-row.ts';
import { rowOf, whoCanMend, type KnownCode } from './code-table.ts';

/** What `etl codes` shows of a code: its texts with `<gaps>`, and its explanation where it has one. */
export interface CodePage {
  readonly code: KnownCode;
  readonly message: string;
  readonly hint: string | undefined;
  readonly explanation: Explanation | undefined;
  /** Who can do something about it, where it keeps a record from going. */
  readonly who: Who | undefined;
}

export function pageOf(code: KnownCode): CodePage {
  const row = rowOf(code);
  const absent = new Set<string>(row.rareArgs);
  const message = row.message(gapsWithout(absent), argsWithout(absent));
  return { code, message, hint: commonHint(row, message), explanation: row.explain, who: whoCanMend(code, {}) };
}

const gap = (name: string): string => `<${name}>`;

function gapsWithout(absent: ReadonlySet<string>): Texts<Args> {
  return new Proxy<Texts<Args>>({}, { get: (_, name) => (absent.has(String(name)) ? '' : gap(String(name))) });
}

/** A list of one stands for any arg: it joins like a list and prints like a text. */
function argsWithout(absent: ReadonlySet<string>): Args {
  return new Proxy<Args>({}, { get: (_, name) => (absent.has(String(name)) ? undefined : [gap(String(name))]) });
}

/**
 * The hint as it mostly is. What only one of many slips gives, and the message does not name, is left out, as long as
 * another hint comes of it and not this one with a hole.
 */
function commonHint(row: Row<Args>, message: string): string | undefined {
  const absent = new Set<string>(row.rareArgs);
  const draw = (): string => row.hint?.(gapsWithout(absent), argsWithout(absent)) ?? '';
  const tried = new Set(['nearest', ...gapsIn(message)]);
  let shown = draw();
  for (;;) {
    const name = gapsIn(shown).find((each) => !tried.has(each));
    if (name === undefined) return shown || undefined;
    tried.add(name);
    absent.add(name);
    const other = draw();
    const isHole = other.replaceAll(/\s/g, '') === shown.replaceAll(gap(name), '').replaceAll(/\s/g, '');
    if (other === '' || isHole) absent.delete(name);
    else shown = other;
  }
}

function gapsIn(text: string): string[] {
  return [...text.matchAll(/<(\w+)>/g)].map(([, name = '']) => name);
}
