/** Values in the text of a spec: of all else nothing is touched, neither layout nor comments. Pure. */
import { isMap, isScalar, parseDocument, YAMLSeq, type Document } from 'yaml';
import type { SpecChange } from './changes.ts';

/**
 * The text with one of its top-level blocks edited; undefined where there is none, or where it is written in a way in which
 * only a person should edit. `edit` says whether it could.
 */
export function editBlock(text: string, key: string, edit: (block: Document) => boolean): string | undefined {
  const whole = parseDocument(text, { keepSourceTokens: true });
  if (whole.errors.length > 0 || !isMap(whole.contents) || whole.contents.flow === true) return undefined;
  const pair = whole.contents.items.find((one) => isScalar(one.key) && one.key.value === key);
  const next = whole.contents.items.find(
    (one) => isScalar(one.key) && (one.key.range?.[0] ?? 0) > (pair ? startOf(pair.key) : Infinity),
  );
  if (!pair) return undefined;
  const start = startOf(pair.key);
  // Comments above the next key are that key's.
  const end = endOfBlock(text, start, next ? startOf(next.key) : text.length);
  const block = parseDocument(text.slice(start, end));
  if (block.errors.length > 0 || !edit(block)) return undefined;
  const written = block.toString({ lineWidth: 0, flowCollectionPadding: true });
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return text.slice(0, start) + written.replaceAll('\n', eol) + text.slice(end);
}

/** What a spec says at a path, as a text; undefined where it says nothing there, or more than a value. */
export function readSpecValue(text: string, path: readonly string[]): string | undefined {
  const value: unknown = parseDocument(text).getIn(path);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** The text with these values; undefined where one of them only a person should write. */
export function editValues(text: string, changes: readonly SpecChange[]): string | undefined {
  return changes.reduce<string | undefined>((edited, { path, after }) => {
    const [key = ''] = path;
    return edited === undefined ? undefined : editBlock(edited, key, (block) => setValue(block, path, after));
  }, text);
}

function setValue(block: Document, path: readonly string[], after: string): boolean {
  const before = block.getIn(path, true);
  const isKey = path.join('.') === 'source.key';
  if (before !== undefined && !isScalar(before) && !isKey) return false;
  for (const length of path.keys()) {
    const parent = block.getIn(path.slice(0, length), true);
    // Nothing yet, as where all of its lines are comments.
    if (length > 0 && (parent === undefined || (isScalar(parent) && parent.value === null)))
      block.setIn(path.slice(0, length), block.createNode({}));
    else if (length > 0 && !isMap(parent)) return false;
  }
  if (!isKey) block.setIn(path, after);
  else {
    const list = new YAMLSeq();
    list.flow = true;
    list.add(block.createNode(after));
    block.setIn(path, list);
  }
  return true;
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
