/** What `etl verify` prints. */
import type { Json } from '../base/json.ts';
import { printableLine } from '../base/printable.ts';
import type { Standing } from '../engine/comparison/compare-entries.ts';
import { rowText } from './plan-view/words.ts';
import type { ReportedFinding, VerifyReport } from './verify-report.ts';

/** What each count means, in the order in which people read them. */
const MEANING: readonly (readonly [Standing, string, string])[] = [
  ['equal', 'equal', 'as sent'],
  ['edited', 'edited', 'changed in DHIS2 since they were sent'],
  ['deleted', 'deleted', 'sent, and not there any more'],
  ['neverThere', 'not there', 'sent, and never there, or not shown to this user'],
  ['stillThere', 'still there', 'removed as the index says, and there all the same'],
  ['unverified', 'unverified', 'sent by an earlier tool; the next run compares them'],
  ['inDoubt', 'in doubt', 'their last send had no answer; the next run asks'],
  ['hidden', 'hidden', 'where this user may not look'],
];

/** Findings that are shown; `--json` has them all. */
const MOST_SHOWN = 20;

export function drawVerification(report: VerifyReport): string {
  const { counts, moving, unclaimed, remarks } = report;
  const rows = MEANING.filter(([name]) => counts[name] > 0).map(([name, title, meaning]) =>
    drawRow(title, counts[name], meaning),
  );
  const more = [
    ...(moving > 0 ? [drawRow('moving', moving, 'not cleared yet where they stood before; the next run does it')] : []),
    ...(unclaimed && unclaimed.count > 0
      ? [
          drawRow('unclaimed', unclaimed.count, 'in DHIS2, of no record of ours; never touched'),
          ...drawExamples(report),
        ]
      : []),
  ];
  return [
    drawHead(report),
    ...rows,
    ...more,
    ...remarks.map((remark) => `  ! ${printableLine(remark)}`),
    ...drawFindings(report),
    ...drawTasks(report),
  ].join('\n');
}

function drawHead({ pipeline, entries, sample, since, target }: VerifyReport): string {
  const { compared, comparable } = entries;
  const share = comparable === 0 ? 100 : Math.floor((100 * compared) / comparable);
  const picked = sample ? ` (${share} %, picked by seed ${sample.seed})` : '';
  const recent = since === null ? '' : `, sent or changed there since ${since}`;
  return `${pipeline}: ${number(compared)} of ${number(comparable)} compared${picked}${recent}, with ${target}; nothing was changed`;
}

function drawRow(title: string, count: number, meaning: string): string {
  return `  ${title.padEnd(11)}${number(count).padStart(8)}  ${meaning}`;
}

function drawExamples({ unclaimed }: VerifyReport): string[] {
  const { count = 0, examples = [] } = unclaimed ?? {};
  const lines = examples.map(
    ({ address, about }) => `    ${address}${about === '' ? '' : ` (${printableLine(about)})`}`,
  );
  return count > examples.length ? [...lines, '    …'] : lines;
}

function drawFindings({ findings }: VerifyReport): string[] {
  const edited = findings.filter(({ is }) => is === 'edited');
  const others = findings.filter(({ is }) => is !== 'edited');
  return [
    ...drawList('Edited in DHIS2', edited, drawEdited),
    ...drawList('Not as the index says', others, (one) => [
      `  ${nameOf(one)}: ${WORDS[one.is]}${one.isGone ? ', and its record is gone' : ''}`,
    ]),
  ];
}

const WORDS = { edited: 'edited', deleted: 'deleted', neverThere: 'not there', stillThere: 'still there' };

function drawList(
  title: string,
  findings: readonly ReportedFinding[],
  draw: (one: ReportedFinding) => readonly string[],
): string[] {
  if (findings.length === 0) return [];
  const rest = findings.length - MOST_SHOWN;
  const more = rest > 0 ? [`  … and ${number(rest)} more: --json has them all`] : [];
  return ['', title, ...findings.slice(0, MOST_SHOWN).flatMap(draw), ...more];
}

function drawEdited(one: ReportedFinding): string[] {
  const differences = one.differences.map(
    ({ name, target, ours, theirs }) => `    ${printableLine(name ?? target)}: ${shown(ours)} → ${shown(theirs)}`,
  );
  const changed = one.isChanged ? ' (its record has changed as well: ours is what it says now)' : '';
  return [`  ${nameOf(one)}${changed}`, ...(differences.length > 0 ? differences : [`    ${whyUnknown(one)}`])];
}

function whyUnknown({ isGone, row, isChanged }: ReportedFinding): string {
  if (isGone) return 'its record is gone from the source: what was edited is not known';
  if (row === null) return 'its record was not read: what was edited is not known';
  return isChanged ? 'both say the same now' : 'what was edited is not in what its record would send now';
}

function nameOf({ key, uid, facility, ...place }: ReportedFinding): string {
  return printableLine(`${key} (${[uid, rowText(place), facility].filter((part) => part !== null).join(', ')})`);
}

function shown(value: Json): string {
  if (value === null || value === '') return '(blank)';
  return printableLine(typeof value === 'string' ? value : JSON.stringify(value));
}

function drawTasks({ tasks }: VerifyReport): string[] {
  if (tasks.length === 0) return [];
  const lines = tasks.map(({ message, hint, records }) => {
    const head = `  - ${printableLine(message)} (${number(records)} record${records > 1 ? 's' : ''})`;
    return hint ? `${head}\n    ${printableLine(hint)}` : head;
  });
  return ['', 'To do', ...lines];
}

function number(value: number): string {
  return value.toLocaleString('en');
}
