/** A cell of a table: one line, with nothing in it that ends the cell. */
export function toCell(text: string): string {
  const line = text
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();
  // Outside code a < would start an element of HTML.
  return line.replaceAll(/`+[^`]*`+|</g, (found) => (found === '<' ? '\\<' : found));
}

export function toTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(toCell).join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text as code, whatever is in it. */
export function toCode(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

export function toFence(info: string, text: string): string {
  return `\`\`\`${info}\n${text.trimEnd()}\n\`\`\``;
}
