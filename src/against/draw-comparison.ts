import type { FieldGroup, Listed, CauseGroup, PlanExample } from '../report/plan-view/plan-view.ts';
import { causeText, changeText, exampleText, fieldText, oneLine, recordsText } from '../report/plan-view/words.ts';
import type { Comparison, ComparisonCounts } from './comparison.ts';

/** What each count means, in the order in which people read them. */
const MEANING: Readonly<Record<Exclude<keyof ComparisonCounts, 'read'>, readonly [name: string, meaning: string]>> = {
  changed: ['changed', 'the object is another one'],
  moved: ['  moved', 'of these: to another place or date'],
  newlyRejected: ['rejected', 'now, and not before'],
  noLongerRejected: ['mended', 'rejected before, and not now'],
  newlyExcluded: ['left out', 'by `where` now, and not before'],
  noLongerExcluded: ['let in', 'left out by `where` before, and not now'],
  onlyNew: ['come', 'records that there were not before'],
  onlyOld: ['gone', 'records that there were before'],
  same: ['the same', 'on both sides'],
  rejected: ['rejected', 'on both sides'],
  excluded: ['left out', 'on both sides'],
  unreadable: ['unreadable', 'rows that are no record'],
};

/** A comparison for people: which side is the old one stands first. */
export function drawComparison(comparison: Comparison, limit: number): string {
  const { pipeline, counts, fields, losses, changes, newlyRejected, noLongerRejected, examples } = comparison;
  const lines = [
    `${pipeline}: what each mapping makes of ${recordsText(counts.read)} (nothing sent, nothing asked of the index)`,
    `  old  ${comparison.old}`,
    `  new  ${comparison.new}`,
    '',
    ...drawCounts(counts),
    ...comparison.remarks.map((remark) => `  ! ${remark}`),
    ...drawNames('Filled only by the new one', fields.onlyNew),
    ...drawNames('Filled only by the old one', fields.onlyOld),
    ...drawFields('Losses, old → new', '! ', losses, limit),
    ...drawFields('Changes, old → new', '', changes, limit),
    ...drawCauses('Rejected now, and not before', newlyRejected, limit),
    ...drawCauses('Rejected before, and not now', noLongerRejected, limit),
    ...drawExamples('Left out by `where` now, and not before', examples.newlyExcluded),
    ...drawExamples('Left out by `where` before, and not now', examples.noLongerExcluded),
    ...drawExamples('Records that there were not before', examples.onlyNew),
    ...drawExamples('Records that there were before', examples.onlyOld),
  ];
  return lines.map(oneLine).join('\n');
}

function drawCounts(counts: ComparisonCounts): string[] {
  return (Object.keys(MEANING) as (keyof typeof MEANING)[])
    .filter((name) => counts[name] > 0)
    .map((name) => {
      const [word, meaning] = MEANING[name];
      return `  ${word.padEnd(11)}${counts[name].toLocaleString('en').padStart(8)}  ${meaning}`;
    });
}

function drawNames(title: string, names: readonly string[]): string[] {
  return names.length > 0 ? ['', title, `  ${names.join(', ')}`] : [];
}

function drawFields(title: string, mark: string, { groups, more }: Listed<FieldGroup>, limit: number): string[] {
  if (groups.length === 0) return [];
  const lines = groups.flatMap((group) => [
    `  ${mark}${group.records.toLocaleString('en')} × ${fieldText(group)}`,
    ...group.examples.map((example) =>
      group.values === 1 ? `      ${exampleText(example)}` : `      ${changeText(example)}: ${exampleText(example)}`,
    ),
  ]);
  return ['', title, ...lines, ...drawMore(more, limit)];
}

function drawCauses(title: string, { groups, more }: Listed<CauseGroup>, limit: number): string[] {
  if (groups.length === 0) return [];
  const lines = groups.flatMap((group) => [
    `  ${group.records.toLocaleString('en')} × ${causeText(group)}`,
    ...group.examples.map((example) => `      ${exampleText(example)}`),
  ]);
  return ['', title, ...lines, ...drawMore(more, limit)];
}

function drawExamples(title: string, examples: readonly PlanExample[]): string[] {
  return examples.length > 0 ? ['', title, ...examples.map((example) => `  ${exampleText(example)}`)] : [];
}

function drawMore(more: number, limit: number): string[] {
  return more === 0 ? [] : [`  and ${more.toLocaleString('en')} more: --limit ${limit + more}`];
}
