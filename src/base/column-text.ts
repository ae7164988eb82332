/** A column as it stands in an expression: in backticks where its name is no word of JSONata. */
export function columnText(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !/^(?:and|or|in|true|false|null|function)$/.test(name)
    ? name
    : `\`${name}\``;
}
