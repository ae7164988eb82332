/** A plan as text for a terminal. */
import { WHO_WORDS } from '../../messages/who.ts';
import { drawDriftNews } from '../drift-view.ts';
import { drawCounts, drawNotes } from '../summary.ts';
import { nearText, valueOfCause } from '../headings.ts';
import type { ActionGroup, CauseExample, CauseGroup, CauseHeading, FieldGroup, Listed, PlanView } from './plan-view.ts';
import {
  ACTION_WORDS,
  causeText,
  changeText,
  exampleText,
  fieldText,
  headingText,
  oneLine,
  recordsText,
} from './words.ts';

/** `limit`: how many groups each list has, for the hint how to see more. */
export function drawPlan(view: PlanView, limit: number): string {
  const { pipeline, counts, losses, changes, groups, headings, notes, drift, guards } = view;
  const lists = [
    ...drawFields('Losses: what DHIS2 has now, and would be blank', '!', losses, limit),
    ...drawFields('Changes', '', changes, limit),
    ...groups.flatMap(drawAction),
    ...drawCauses(headings, limit),
    ...drawNotes(notes, true),
    ...drawDriftNews(drift),
    ...drawGuards(guards),
  ];
  const head = `${pipeline}: ${recordsText(counts.read)} read (plan only, nothing sent)`;
  return [head, ...drawCounts(counts, true), ...lists].map(oneLine).join('\n');
}

function drawFields(title: string, mark: string, { groups, more }: Listed<FieldGroup>, limit: number): string[] {
  if (groups.length === 0) return [];
  const lines = groups.flatMap((group) => [
    `  ${mark && `${mark} `}${group.records.toLocaleString('en')} × ${fieldText(group)}`,
    ...group.examples.map((example) =>
      group.values === 1 ? `      ${exampleText(example)}` : `      ${changeText(example)}: ${exampleText(example)}`,
    ),
  ]);
  return ['', title, ...lines, ...drawMore(more, limit)];
}

function drawAction({ action, records, examples }: ActionGroup): string[] {
  const lines = examples.map(
    (one) => `  ${exampleText(one)}${one.before === undefined ? '' : `; stood at ${one.before}`}`,
  );
  return ['', `${ACTION_WORDS[action]} (${recordsText(records)})`, ...lines];
}

function drawCauses({ groups, more }: Listed<CauseHeading>, limit: number): string[] {
  let title = '';
  const lines = groups.flatMap((heading) => {
    const [first] = heading.causes;
    if (first === undefined) return [];
    const own = titleOf(first);
    const above = own === title ? [] : ['', own];
    title = own;
    return [...above, ...(heading.values === 1 ? drawCause(first) : drawHeading(heading, first))];
  });
  return [...lines, ...drawMore(more, limit)];
}

function titleOf({ action }: CauseGroup): string {
  return action === 'reject' || action === 'hold' ? ACTION_WORDS[action] : 'To be looked at';
}

function drawCause(group: CauseGroup): string[] {
  return [
    `  ${group.records.toLocaleString('en')} × ${causeText(group)}`,
    ...group.examples.flatMap(drawCauseExample),
    ...drawHint(group.hint, group.who),
  ];
}

/** Many values, the most frequent first, each with a record that has it. */
function drawHeading({ message, hint, values, causes }: CauseHeading, first: CauseGroup): string[] {
  const more = values - causes.length;
  return [
    `  ${headingText({ ...first, message }, values)}`,
    ...causes.map(
      (cause) =>
        `    ${cause.records.toLocaleString('en')} × ${valueOfCause(cause)}${nearText(cause)} (${cause.examples.slice(0, 1).map(exampleText).join('')})`,
    ),
    ...(more > 0 ? [`    and ${more.toLocaleString('en')} more: --limit ${values}`] : []),
    ...drawHint(hint, first.who),
  ];
}

function drawHint(hint: string | null, who: CauseGroup['who']): string[] {
  const told = (hint ?? '').split('\n').filter((line) => line !== '');
  return told.map((line, at) => (at === 0 ? `    ${WHO_WORDS[who]}: ${line}` : `    ${line}`));
}

function drawCauseExample(example: CauseExample): string[] {
  const differences = example.differences.map((one) => `        ${one.label}: ${changeText(one)}`);
  return [`      ${exampleText(example)}`, ...differences];
}

function drawGuards(guards: PlanView['guards']): string[] {
  if (guards.length === 0) return [];
  const lines = guards.flatMap(({ message, hint }) => [`  - ${message}`, ...(hint === null ? [] : [`    ${hint}`])]);
  return ['', 'Guards refuse this plan', ...lines];
}

function drawMore(more: number, limit: number): string[] {
  return more === 0 ? [] : [`  and ${more.toLocaleString('en')} more: --limit ${limit + more}`];
}
