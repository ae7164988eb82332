import type { SourceText } from '../base/document.ts';
import { problem, type Problem } from '../base/problem.ts';

/** Variables of an env file, by name. */
export interface EnvFile {
  readonly variables: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/**
 * Parses an env file: one `KEY=VALUE` a line, `export ` before it allowed. A value in single quotes is taken as it
 * stands; in double quotes `\n`, `\"`, `\$` and `\\` are escapes; without quotes it ends at ` #` or the line's end, blanks around it
 * gone. Lines that are empty or start with `#` are comments. Nothing is expanded, and a value stands on one line.
 */
export function parseEnvFile({ file, text: written }: SourceText): EnvFile {
  // Anything in it may be a secret, and in a line that is not understood most of all.
  const source: SourceText = { file, text: written, hidden: [{ start: 0, end: written.length }] };
  const variables = new Map<string, string>();
  const problems: Problem[] = [];
  let start = 0;
  for (const line of source.text.split('\n')) {
    const place = { source, start, end: start + line.replace(/\r$/, '').length };
    start += line.length + 1;
    const text = line.replace(/^\uFEFF/, '').trim();
    if (text === '' || text.startsWith('#')) continue;
    const pair = /^(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$/.exec(text);
    const value = pair?.[2] === undefined ? undefined : parseValue(pair[2]);
    if (pair?.[1] === undefined || value === undefined) problems.push(problem('env/line', {}, place));
    else variables.set(pair[1], value);
  }
  return { variables, problems };
}

/** Undefined where a quote is not closed, or something other than a comment follows it. */
function parseValue(text: string): string | undefined {
  const quoted = /^(?:'([^']*)'|"((?:[^"\\]|\\.)*)")\s*(?:#.*)?$/.exec(text);
  if (quoted?.[1] !== undefined) return quoted[1];
  if (quoted?.[2] !== undefined)
    return quoted[2].replace(/\\([n"$\\])/g, (_, char: string) => (char === 'n' ? '\n' : char));
  if (/^['"]/.test(text)) return undefined;
  return text.replace(/(?:^|\s)#.*$/, '').trimEnd();
}
