const QUOTE = '"';

/**
 * The cells of a row, without its line end, about which there can be no two opinions: see `endOfRow`. The same as the parser
 * makes of it, in a tenth of the time.
 */
export function cellsOfRow(text: string, delimiter: string): string[] {
  if (!text.includes(QUOTE)) return text.split(delimiter);
  const cells: string[] = [];
  for (let at = 0; ; at += delimiter.length) {
    const end = text.startsWith(QUOTE, at) ? behindQuoted(text, at) : endOfPlain(text, at, delimiter);
    cells.push(text.startsWith(QUOTE, at) ? unquoted(text.slice(at + 1, end - 1)) : text.slice(at, end));
    at = end;
    if (at >= text.length) return cells;
  }
}

function endOfPlain(text: string, from: number, delimiter: string): number {
  const end = text.indexOf(delimiter, from);
  return end === -1 ? text.length : end;
}

function behindQuoted(text: string, from: number): number {
  let close = text.indexOf(QUOTE, from + 1);
  while (text.startsWith(QUOTE, close + 1)) close = text.indexOf(QUOTE, close + 2);
  return close + 1;
}

function unquoted(cell: string): string {
  return cell.includes(QUOTE) ? cell.replaceAll('""', QUOTE) : cell;
}
