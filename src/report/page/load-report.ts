import { isObject } from '../../base/json.ts';
import { parseJson } from '../../base/parse-json.ts';
import { EtlError } from '../../base/errors.ts';
import { readRegularFile } from '../../base/regular-file.ts';
import { emptyCounts } from '../../engine/plan-summary.ts';
import type { RunReport } from '../report.ts';

const LISTS = ['rejects', 'attention', 'tasks', 'drift', 'notes', 'guards', 'artifacts'] as const;

/**
 * Loads a report that a run has left, of an earlier release too: what that did not know of is empty. Throws EtlError
 * `report/not-ours` (exit 3).
 */
export async function loadReport(file: string): Promise<RunReport> {
  const bytes = await readRegularFile(file).catch(() => undefined);
  const parsed = bytes && parseJson(bytes.toString('utf8'));
  const value = parsed && 'value' in parsed ? parsed.value : undefined;
  if (!isObject(value) || typeof value['pipeline'] !== 'string' || typeof value['exitCode'] !== 'number')
    throw new EtlError('report/not-ours', { file });
  const lists = LISTS.map((name) => {
    const list = value[name];
    return [name, Array.isArray(list) ? list.filter((one) => name === 'artifacts' || isObject(one)) : []] as const;
  });
  const { source, changes, counts } = value;
  return {
    ...(value as unknown as RunReport),
    ...Object.fromEntries(lists),
    counts: { ...emptyCounts(), ...(isObject(counts) && counts) },
    notNamed: Number(value['notNamed'] ?? 0),
    index: { remarks: [], ...(isObject(value['index']) && value['index']) },
    source: isObject(source) ? (source as unknown as RunReport['source']) : null,
    target: typeof value['target'] === 'string' ? value['target'] : null,
    link: typeof value['link'] === 'string' ? value['link'] : null,
    missingIsKnown: value['missingIsKnown'] === true,
    ...(changes !== undefined && !isObject(changes) && { changes: undefined }),
  } as RunReport;
}
