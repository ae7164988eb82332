import { CORE_CODES } from './core-codes.ts';
import { DHIS2_CODES } from './dhis2-codes.ts';
import { PLAYGROUND_CODES } from './playground-codes.ts';
import { EXPRESSION_CODES } from './expression-codes.ts';
import { EXPRESSION_CALL_CODES } from './expression-call-codes.ts';
import { EXPRESSION_CHECK_CODES } from './expression-check-codes.ts';
import { EXPRESSION_PATTERN_CODES } from './expression-pattern-codes.ts';
import { EXPRESSION_VALUE_CODES } from './expression-value-codes.ts';
import { HELPER_CODES } from './helper-codes.ts';
import { MAPPING_CODES } from './mapping-codes.ts';
import { RUN_CODES } from './run-codes.ts';
import { SOURCE_CODES } from './source-codes.ts';
import { SPEC_CODES } from './spec-codes.ts';
import { STORAGE_CODES } from './storage-codes.ts';
import { UNLOCK_CODES } from './unlock-codes.ts';
import type { CodeText, Explanation } from './code-row.ts';
import type { Args } from './args.ts';

/**
 * The closed list of everything that can go wrong, `area/what`, with its one message and its one hint. Whoever reports
 * a problem names a code and gives the args; nobody writes a message elsewhere. DHIS2's own codes (`dhis2/E1125`) are
 * the one open set: their text is the server's.
 */
const CODES = {
  ...CORE_CODES,
  ...SPEC_CODES,
  ...EXPRESSION_CODES,
  ...EXPRESSION_CHECK_CODES,
  ...EXPRESSION_CALL_CODES,
  ...EXPRESSION_PATTERN_CODES,
  ...EXPRESSION_VALUE_CODES,
  ...PLAYGROUND_CODES,
  ...HELPER_CODES,
  ...MAPPING_CODES,
  ...SOURCE_CODES,
  ...STORAGE_CODES,
  ...DHIS2_CODES,
  ...RUN_CODES,
  ...UNLOCK_CODES,
} satisfies Record<string, CodeText>;

export type KnownCode = keyof typeof CODES;
export type Code = KnownCode | `dhis2/E${number}`;

const OF_THE_SERVER: CodeText = {
  message: (a) => `DHIS2 refused it: ${a('message')}`,
};

const LINE_ENDS = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g;

/** Of a suggestion that is put where YAML would read it otherwise. */
const IN_QUOTES = 'All of it in quotes then, the = too: a colon and a blank mean something to YAML.';

/** Message (what is wrong, and where) and hint (what to do) of a code; `args` fill the gaps. */
export function describe(code: Code, args: Args): { message: string; hint: string | undefined } {
  const text: CodeText = Object.hasOwn(CODES, code) ? CODES[code as KnownCode] : OF_THE_SERVER;
  const get = (name: string): string => {
    const value = args[name];
    const written = Array.isArray(value) ? toList(value) : String(value ?? '');
    // A rewrite is ours; all else may be a cell, or what a server says, and must not begin a line of its own.
    if (name === 'rewrite') return written;
    return (written.length > LONGEST ? `${written.slice(0, LONGEST)}…` : written).replace(LINE_ENDS, '·');
  };
  const hint = text.hint?.(get, args) || undefined;
  return {
    message: text.message(get, args),
    hint: hint && args['isCutByYaml'] === true ? `${hint}\n${IN_QUOTES}` : hint,
  };
}

/** Characters of one arg; a text of megabytes is no part of a sentence. */
const LONGEST = 5000;
/** More members of a list than these say nothing to people. */
const MOST_LISTED = 100;

function toList(all: readonly string[]): string {
  if (all.length <= MOST_LISTED) return all.join(', ');
  return `${all.slice(0, MOST_LISTED).join(', ')} and ${(all.length - MOST_LISTED).toLocaleString('en')} more`;
}

/** Whether the value at fault is a word of a vocabulary (a facility, an option) and so may stand in a log. */
export function valueIsPublic(code: Code): boolean {
  const text: CodeText | undefined = Object.hasOwn(CODES, code) ? CODES[code as KnownCode] : undefined;
  return text?.valueIsPublic === true;
}

/** Whether it is one task for the whole file, and not one for each column. */
export function isOfAllColumns(code: Code): boolean {
  const text: CodeText | undefined = Object.hasOwn(CODES, code) ? CODES[code as KnownCode] : undefined;
  return text?.isOfAllColumns === true;
}

/** All known codes, in order. */
export function knownCodes(): readonly KnownCode[] {
  return Object.keys(CODES).sort() as KnownCode[];
}

/** What `etl codes` shows of a code: its texts with `<gaps>`, and its explanation where it has one. */
export interface CodePage {
  readonly code: KnownCode;
  readonly message: string;
  readonly hint: string | undefined;
  readonly explanation: Explanation | undefined;
}

export function pageOf(code: KnownCode): CodePage {
  const text: CodeText = CODES[code];
  const message = text.message(gap, gapsWithout(new Set()));
  return { code, message, hint: commonHint(text, message), explanation: text.explain };
}

const gap = (name: string): string => `<${name}>`;

/** A list of one stands for any arg: it joins like a list and prints like a text. */
function gapsWithout(absent: ReadonlySet<string>): Args {
  return new Proxy<Args>({}, { get: (_, name) => (absent.has(String(name)) ? undefined : [gap(String(name))]) });
}

/**
 * The hint as it mostly is. What only one of many slips gives, and the message does not name, is left out, as long as
 * another hint comes of it and not this one with a hole.
 */
function commonHint(text: CodeText, message: string): string | undefined {
  const absent = new Set<string>();
  const draw = (): string => text.hint?.((name) => (absent.has(name) ? '' : gap(name)), gapsWithout(absent)) ?? '';
  const tried = new Set(['nearest', ...gapsIn(message)]);
  let shown = draw();
  for (;;) {
    const name = gapsIn(shown).find((one) => !tried.has(one));
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
