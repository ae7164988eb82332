/** A call as it stands in the text of an expression. */
export interface FoundCall {
  readonly args: readonly string[];
  /** The whole text, with another call in its place. */
  readonly with: (call: string) => string;
}

/** The only call of a function in an expression; undefined where there is none, or more than one. */
export function findCall(text: string, name: string): FoundCall | undefined {
  const starts: number[] = [];
  const call = `$${name}`;
  for (let at = 0; at < text.length; at = skip(text, at))
    if (text.startsWith(call, at) && /^\s*\(/.test(text.slice(at + call.length))) starts.push(at);
  const [start] = starts;
  if (start === undefined || starts.length > 1) return undefined;
  const open = text.indexOf('(', start);
  const commas: number[] = [];
  for (let at = open + 1, depth = 0; at < text.length; at = skip(text, at)) {
    const sign = text.charAt(at);
    if (sign === ')' && depth === 0) {
      const ends = [...commas, at];
      const args = ends.map((end, place) =>
        text.slice(place === 0 ? open + 1 : (ends[place - 1] ?? 0) + 1, end).trim(),
      );
      return { args, with: (other) => text.slice(0, start) + other + text.slice(at + 1) };
    }
    if ('([{'.includes(sign)) depth += 1;
    else if (')]}'.includes(sign)) depth -= 1;
    else if (sign === ',' && depth === 0) commas.push(at);
  }
  return undefined;
}

/** The place behind a character, or behind the text or name in quotes that begins there. */
function skip(text: string, at: number): number {
  const quote = text.charAt(at);
  if (quote !== '"' && quote !== "'" && quote !== '`') return at + 1;
  for (let end = at + 1; end < text.length; end += 1) {
    if (text.charAt(end) === '\\' && quote !== '`') end += 1;
    else if (text.charAt(end) === quote) return end + 1;
  }
  return text.length;
}
