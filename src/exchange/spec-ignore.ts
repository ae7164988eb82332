/** `mapping.ignore` in the text of a spec. Pure. */
import { isMap, isScalar, isSeq, YAMLMap, YAMLSeq, type Document } from 'yaml';
import type { IgnoreChange } from './changes.ts';
import { editBlock } from './spec-edits.ts';

/** The text with these changes; undefined where the mapping is written in a way in which only a person should edit. */
export function editIgnored(text: string, changes: readonly IgnoreChange[]): string | undefined {
  return editBlock(text, 'mapping', (block) => setIgnored(block, changes));
}

function setIgnored(block: Document, changes: readonly IgnoreChange[]): boolean {
  const value = block.get('mapping', true);
  if (!isMap(value) && !isScalar(value)) return false;
  if (isScalar(value)) {
    const map = new YAMLMap();
    map.set('generated', value);
    block.set('mapping', map);
  }
  const list = block.getIn(['mapping', 'ignore'], true);
  if (list !== undefined && !isSeq(list)) return false;
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
  return true;
}
