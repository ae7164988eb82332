/** `mapping.ignore` in the text of a spec: of all else nothing is touched, neither layout nor comments. Pure. */
import { isMap, isScalar, isSeq, parseDocument, YAMLMap, YAMLSeq } from 'yaml';
import type { IgnoreChange } from './changes.ts';

/** The text with these changes; undefined where the mapping is written in a way in which only a person should edit. */
export function editIgnored(text: string, changes: readonly IgnoreChange[]): string | undefined {
  const whole = parseDocument(text, { keepSourceTokens: true });
  if (whole.errors.length > 0 || !isMap(whole.contents) || whole.contents.flow === true) return undefined;
  const pair = whole.contents.items.find(({ key }) => isScalar(key) && key.value === 'mapping');
  const next = whole.contents.items.find(
    ({ key }) => isScalar(key) && (key.range?.[0] ?? 0) > (pair ? startOf(pair.key) : Infinity),
  );
  if (!pair) return undefined;
  const start = startOf(pair.key);
  // Comments above the next key are that key's.
  const end = endOfBlock(text, start, next ? startOf(next.key) : text.length);
  const block = parseDocument(text.slice(start, end));
  const value = block.get('mapping', true);
  if (block.errors.length > 0 || (!isMap(value) && !isScalar(value))) return undefined;
  if (isScalar(value)) {
    const map = new YAMLMap();
    map.set('generated', value);
    block.set('mapping', map);
  }
  const list = block.getIn(['mapping', 'ignore'], true);
  if (list !== undefined && !isSeq(list)) return undefined;
  if (list === undefined) block.setIn(['mapping', 'ignore'], new YAMLSeq());
  for (const { is, name, label, before, after } of changes) {
    const items = block.getIn(['mapping', 'ignore'], true);
    const at = isSeq(items)
      ? items.items.findIndex((item) => isMap(item) && [name, label].includes(String(item.get(is))))
      : -1;
    if (after === undefined) block.deleteIn(['mapping', 'ignore', at]);
    else if (before !== undefined && at !== -1) block.setIn(['mapping', 'ignore', at, 'reason'], after);
    else block.addIn(['mapping', 'ignore'], block.createNode({ [is]: name, reason: after }, { flow: true }));
  }
  const left = block.getIn(['mapping', 'ignore'], true);
  if (isSeq(left) && left.items.length === 0) block.deleteIn(['mapping', 'ignore']);
  const written = block.toString({ lineWidth: 0, flowCollectionPadding: true });
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return text.slice(0, start) + written.replaceAll('\n', eol) + text.slice(end);
}

function startOf(key: unknown): number {
  return isScalar(key) ? (key.range?.[0] ?? 0) : 0;
}

/** Where the lines of a block end: before the blank lines and comments that belong to what comes next. */
function endOfBlock(text: string, start: number, limit: number): number {
  const lines = text.slice(start, limit).split(/(?<=\n)/);
  while (lines.length > 1 && /^(?:\s*|#.*\r?\n?)$/.test(lines.at(-1) ?? '')) lines.pop();
  return start + lines.join('').length;
}
