/** Where the lines of a YAML text begin: what a reader sees at once, and YAML's parser tells some lines too late. */

/** A line that begins where none beside it does. Lines count from 1; the indentation is in blanks. */
export interface OddLine {
  readonly line: number;
  readonly indent: number;
  /** One beside it, and where that begins. */
  readonly beside: { readonly line: number; readonly indent: number };
}

/** A block whose lines begin in one column. */
interface Block {
  readonly indent: number;
  /** Its first line. */
  readonly line: number;
  count: number;
}

interface Line {
  readonly line: number;
  readonly indent: number;
  readonly text: string;
}

/** The first line whose indentation fits no block; undefined where all fit, or where brackets or quotes go over lines. */
export function findOddLine(text: string): OddLine | undefined {
  const lines = blockLines(text);
  const open: Block[] = [{ indent: 0, line: 1, count: 0 }];
  for (const [index, one] of lines.entries()) {
    const { line, indent } = one;
    const before = lines[index - 1];
    let left: Block | undefined;
    while ((open.at(-1)?.indent ?? 0) > indent) left = open.pop();
    const block = open.at(-1);
    if (!block) return undefined;
    if (block.indent === indent) {
      block.count += 1;
    } else if (left) {
      // It leaves a block, and comes back to none: which of the two is odd, the others beside it tell.
      const after = lines.slice(index).findIndex((other) => other.indent < indent);
      const rest = after === -1 ? lines.slice(index) : lines.slice(index, index + after);
      const like = rest.filter((other) => other.indent === indent).length;
      const there = { line: left.line, indent: left.indent };
      return like > left.count ? { ...there, beside: { line, indent } } : { line, indent, beside: there };
    } else {
      if (before && hasValue(before.text) && isEntry(one.text))
        return { line, indent, beside: { line: before.line, indent: before.indent } };
      open.push({ indent, line, count: 1 });
    }
    const item = /^(?:- +)+(?=[^\s#])/.exec(one.text)?.[0].length ?? 0;
    if (item > 0 && isEntry(one.text.slice(item))) open.push({ indent: indent + item, line, count: 1 });
  }
  return undefined;
}

/** The lines that say something, without those of blocks of text (`|`, `>`). */
function blockLines(text: string): Line[] {
  const lines: Line[] = [];
  let textOf: number | undefined;
  for (const [index, whole] of text.split(/\r?\n/).entries()) {
    const indent = /^ */.exec(whole)?.[0].length ?? 0;
    const said = whole.slice(indent);
    if (said === '' || (said.startsWith('#') && textOf === undefined)) continue;
    if (textOf !== undefined && indent > textOf) continue;
    textOf = /(?:^|[:-]) +[|>][-+\d]*\s*(?:#.*)?$/.test(said) ? indent : undefined;
    if (!said.startsWith('#')) lines.push({ line: index + 1, indent, text: said });
  }
  return lines;
}

/** `key: value`, with a value that goes on in no other line. */
function hasValue(text: string): boolean {
  const value = /^(?:- +)*(?:"[^"]*"|'[^']*'|[^\s"'{}[\],#:][^:]*): +([^\s#&*|>].*)$/.exec(text)?.[1];
  return value !== undefined && !/^[{["']/.test(value);
}

/** `key:` or `- item`: what begins an entry of a block. */
function isEntry(text: string): boolean {
  return /^(?:- |(?:"[^"]*"|'[^']*'|[^\s"'{}[\],#:=][^:]*):(?: |$))/.test(text);
}
