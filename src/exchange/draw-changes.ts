/** Changes as people read them: by file, each by label and by name. Pure. */
import type { Change, IgnoreChange, SpecChange } from './changes.ts';

export function drawChanges(
  changes: readonly Change[],
  ignored: readonly IgnoreChange[],
  spec: string,
  inSpec: readonly SpecChange[] = [],
): readonly string[] {
  const files = [...new Set(changes.map(({ file }) => file))];
  const lines = files.flatMap((file) => {
    const own = changes.filter((change) => change.file === file);
    const version = own[0]?.version ? ` (form version ${own[0].version})` : '';
    return [`${own[0]?.shownAs ?? file}${version}`, ...own.map((change) => `  ${drawChange(change)}`)];
  });
  return [
    ...lines,
    ...(ignored.length > 0 ? [`${spec}, mapping.ignore`, ...ignored.map((one) => `  ${drawIgnored(one)}`)] : []),
    ...(inSpec.length > 0 ? [spec, ...inSpec.map((one) => `  ${drawInSpec(one)}`)] : []),
  ];
}

function drawInSpec({ path, label, before, after }: SpecChange): string {
  const what = `${path.join('.')}${label === '' ? '' : ` (${label})`}`;
  return before === undefined ? `+ ${what}: ${after}` : `~ ${what}: ${before} → ${after}`;
}

function drawChange({ of, path, within, before, after, beforeName, afterName }: Change): string {
  const what =
    of === 'question' || of === 'label'
      ? path[0]
      : of === 'choice'
        ? `"${path[1]}" of ${within}`
        : `"${path[0]}" in ${within}`;
  const [was, is] = [toName(before, beforeName), toName(after, afterName)];
  if (before === undefined) return `+ ${of} ${what}: ${is}`;
  return after === undefined ? `- ${of} ${what}, which was ${was}` : `~ ${of} ${what}: ${was} → ${is}`;
}

function drawIgnored({ is, label, before, after }: IgnoreChange): string {
  const what = `${is === 'column' ? 'question' : 'data element'} ${label}`;
  if (before === undefined) return `+ ${what} is ignored: ${after}`;
  return after === undefined
    ? `- ${what} is no longer ignored (${before})`
    : `~ ${what} is ignored: ${before} → ${after}`;
}

/** `Beds (a1b2c3d4e5F)`, or the code alone where it has no other name. */
function toName(written: string | undefined, name: string | undefined): string {
  return name === undefined || name === written ? String(written) : `${name} (${written})`;
}

/** A change as `--json` prints it: its file by the path that people see. */
export type ShownChange = Omit<Change, 'file'>;

export function toShownChange(change: Change): ShownChange {
  const { file: _file, ...shown } = change;
  return shown;
}
