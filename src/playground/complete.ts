/** What Tab offers at the prompt. */
import { SIGNATURES } from '../expression/known-functions.ts';
import { toColumnName } from '../expression/names/column-name.ts';
import { printable } from '../base/printable.ts';
import { REPL_COMMANDS } from './repl-commands.ts';

/** What can be named at the prompt. */
export interface Names {
  readonly columns: readonly string[];
  /** Columns of children, by the names of their repeats. */
  readonly repeats?: ReadonlyMap<string, readonly string[]>;
  /** Functions of the spec, without `$`. */
  readonly functions: readonly string[];
}

/** As readline wants it: what fits, and the end of the line that it takes the place of. */
export type Completion = [matches: string[], written: string];

const NOTHING: Completion = [[], ''];

/**
 * Completes the line up to the cursor; `before` are the lines of the same expression above it. Columns fit by their
 * bare names, and come in backticks where they need them.
 */
export function complete(line: string, names: Names, before = ''): Completion {
  const { functions, repeats = new Map<string, readonly string[]>() } = names;
  if (before === '' && /^\s*\.\w*$/.test(line)) {
    const word = line.trimStart();
    return [REPL_COMMANDS.map(toCommandLine).filter((command) => command.startsWith(word)), word];
  }
  const { open, openAt } = tokenise(line);
  if (open === '`') {
    const written = line.slice(openAt);
    const columns = childColumns(line.slice(0, openAt), repeats) ?? names.columns;
    return [fitting(columns.filter(canBeNamed), written.slice(1)).map((column) => `\`${column}\``), written];
  }
  if (open !== undefined) return NOTHING;
  const [variable] = /\$[\p{L}\p{N}_]*$/u.exec(line) ?? [];
  if (variable !== undefined) return [completeVariable(variable, `${before}\n${line}`, functions), variable];
  return completeColumn(line, [...names.columns, ...repeats.keys()], repeats);
}

/** What follows is an argument, or nothing. */
function toCommandLine(command: string): string {
  return command === 'row' || command === 'key' ? `.${command} ` : `.${command}`;
}

function completeVariable(word: string, text: string, functions: readonly string[]): string[] {
  const set = [...text.matchAll(/\$([\p{L}\p{N}_]+)\s*:=/gu)].map(([, name]) => `$${name}`);
  const parameters = [...text.matchAll(/(?:function|λ)\s*\(([^)]*)\)/gu)].flatMap(([, list = '']) =>
    [...list.matchAll(/\$[\p{L}\p{N}_]+/gu)].map(([name]) => name),
  );
  const calls = [...functions, ...SIGNATURES.keys()].map((name) => `$${name}(`);
  return [...new Set([...set, ...parameters, ...calls])]
    .filter((name) => name.startsWith(word) && name !== word)
    .sort();
}

/** Columns of the children whose names can stand behind `members.`, or within the brackets of `members[`. */
function childColumns(lead: string, repeats: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const [, plain, quoted = plain ?? ''] =
    /(?:^|[^\p{L}\p{N}_$.`])(?:([\p{L}\p{N}_]+)|`([^`]*)`)(?:\s*\[[^[\]]*\])*\s*(?:\.|\[[^[\]]*)\s*$/u.exec(lead) ?? [];
  return repeats.get(quoted);
}

function completeColumn(
  line: string,
  own: readonly string[],
  repeats: ReadonlyMap<string, readonly string[]>,
): Completion {
  // Part of a column's name may look like an operator: the longest end of the line that begins one counts.
  const [tail = ''] = /[^\s"'`()[\]{},;=<>!&|+*?%^~]*$/.exec(line) ?? [];
  const starts = Array.from(tail.matchAll(/./gs), ({ index }) => index).filter(
    (at) => at === 0 || !/[\p{L}\p{N}_]/u.test(tail[at - 1] ?? ''),
  );
  for (const at of [...starts, tail.length]) {
    const written = tail.slice(at);
    if (written === '' && !isAtStart(line)) continue;
    // Behind a dot stand the parts of what is before it; behind $ and $$ that is the record.
    const lead = line.slice(0, line.length - written.length);
    const ofChildren = childColumns(lead, repeats);
    if (!ofChildren && /\.\s*$/.test(lead) && !/(?:^|[^\p{L}\p{N}_$])\${1,2}\.\s*$/u.test(lead)) continue;
    const candidates = fitting((ofChildren ?? own).filter(canBeNamed), written);
    if (candidates.length > 0) return [candidates.map(toColumnName), written];
  }
  return NOTHING;
}

/** Whether a name can begin here: not right behind another one. */
function isAtStart(line: string): boolean {
  return !/[\p{L}\p{N}_`"')\]}]$/u.test(line);
}

/** Names that begin so; where there are none, those that would in other letters. */
function fitting(names: readonly string[], start: string): string[] {
  const exact = names.filter((name) => name.startsWith(start));
  if (exact.length > 0 || start === '') return exact;
  return names.filter((name) => name.toLowerCase().startsWith(start.toLowerCase()));
}

/** JSONata has no escape for a backtick within backticks; and what would steer the terminal is not put on it. */
function canBeNamed(name: string): boolean {
  return name !== '' && !/[`\n]/.test(name) && printable(name) === name;
}

/** The text, name or comment that is still open at the end of a line, and where it begins. */
function tokenise(line: string): { readonly open: string | undefined; readonly openAt: number } {
  const tokens = /"(?:[^"\\]|\\.)*("?)|'(?:[^'\\]|\\.)*('?)|`[^`]*(`?)|\/\*[^]*?(\*\/|$)/g;
  for (const { 0: token, index, ...closings } of line.matchAll(tokens)) {
    const isClosed = [closings[1], closings[2], closings[3], closings[4]].some(
      (closing) => closing !== undefined && closing !== '',
    );
    if (!isClosed) return { open: token.startsWith('/*') ? '/*' : token.charAt(0), openAt: index };
  }
  return { open: undefined, openAt: line.length };
}
