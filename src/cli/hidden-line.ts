/** A line of a file as a frame may show it: without the secrets in it. */
import type { Place } from '../base/document.ts';
import type { Secrets } from '../base/secrets.ts';

export interface ShownLine {
  readonly text: string;
  /** Where what is marked starts and ends in it. */
  readonly from: number;
  readonly to: number;
}

const MASK = '***';
/** What looks like a secret written into a file, whether or not we came so far as to know it for one. */
const SECRET_VALUE =
  /((?:password|passwd|token|secret|accountKey|connectionString)["']?\s*:\s*)("[^"$]+"?|'[^'$]+'?|[^\s,{}"'$]+)/gi;

/** Takes secrets out of a line that starts at `lineStart` of its file, and tells where the mark is then. */
export function hideSecrets(
  line: string,
  { source, start, end }: Place,
  lineStart: number,
  code: string,
  secrets: Secrets | undefined,
): ShownLine {
  const from = Math.min(start - lineStart, line.length);
  const to = Math.min(Math.max(end - lineStart, from), line.length);
  if (code === 'spec/literal-secret' && source.hidden === undefined)
    return { text: line.slice(0, from) + MASK + line.slice(to), from, to: from + 3 };
  const own = (source.hidden ?? [])
    .filter((secret) => secret.start < lineStart + line.length && secret.end > lineStart)
    .map((secret) => ({
      start: Math.max(0, secret.start - lineStart),
      end: Math.min(line.length, secret.end - lineStart),
    }));
  let text = '';
  let at = 0;
  const moved = { from, to };
  for (const secret of own) {
    text += line.slice(at, secret.start);
    // A mark in the middle of what is hidden marks all of it.
    if (from > secret.start)
      moved.from = from < secret.end ? text.length : from - secret.end + text.length + MASK.length;
    if (to > secret.start)
      moved.to = to <= secret.end ? text.length + MASK.length : to - secret.end + text.length + MASK.length;
    text += MASK;
    at = secret.end;
  }
  return maskKnown(text + line.slice(at), moved.from, moved.to, secrets);
}

function maskKnown(text: string, from: number, to: number, secrets: Secrets | undefined): ShownLine {
  const mask = (part: string): string => {
    const masked = part.replace(SECRET_VALUE, (whole, key: string, value: string) =>
      value.startsWith(MASK) ? whole : `${key}${MASK}`,
    );
    return secrets?.mask(masked) ?? masked;
  };
  const masked = mask(text);
  if (masked === text) return { text, from, to };
  const start = Math.min(mask(text.slice(0, from)).length, masked.length);
  return { text: masked, from: start, to: Math.min(Math.max(mask(text.slice(0, to)).length, start), masked.length) };
}
