/** A plan as Markdown, for a ticket. */
import { askedText } from '../../engine/in-place.ts';
import { WHO_WORDS } from '../../messages/who.ts';
import { drawDriftNews } from '../drift-view.ts';
import { drawCounts, drawNotes } from '../summary.ts';
import { nearText, valueOfCause } from '../headings.ts';
import type { CauseHeading, FieldGroup, Listed, PlanExample, PlanView } from './plan-view.ts';
import type { RecordView } from './record-view.ts';
import {
  ACTION_WORDS,
  causeText,
  changeText,
  exampleText,
  fieldText,
  headingText,
  oneLine,
  recordsText,
  valueText,
} from './words.ts';

export function toMarkdown(view: PlanView, limit: number): string {
  const { pipeline, counts, made, source, target, losses, changes, groups, headings, guards } = view;
  const blocks = [
    `## ${md(pipeline)}: ${md(recordsText(counts.read))} read (plan only, nothing sent)`,
    [`- made ${md(made)}`, `- source ${md(source)}`, `- to ${md(target)}`].join('\n'),
    ['```', ...drawCounts(counts, true), '```'].join('\n'),
    ...guardsBlock(guards),
    ...fieldsBlock('Losses: what DHIS2 has now, and would be blank', losses, limit),
    ...fieldsBlock('Changes', changes, limit),
    ...groups.map(({ action, records, examples }) =>
      [
        `### ${md(ACTION_WORDS[action])} (${recordsText(records)})`,
        '',
        ...examples.map(
          (one) => `- ${md(exampleText(one))}${one.before === undefined ? '' : `; stood at ${md(one.before)}`}`,
        ),
      ].join('\n'),
    ),
    ...causesBlock(headings, limit),
    ...linesBlock([...drawNotes(view.notes, true), ...drawDriftNews(view.drift)]),
  ];
  return blocks.join('\n\n');
}

/** One record, whole. */
export function recordToMarkdown(record: RecordView): string {
  const { action, fields, reasons } = record;
  return [
    `### ${md(exampleText(record))}`,
    '',
    md(ACTION_WORDS[action]),
    '',
    ...reasons.map(({ column, label, message, hint, who }) =>
      md(
        `- ${column === null ? '' : `${column}${askedText(label, `${column} ${message}`)}: `}${message}${hint === null ? '' : ` ${WHO_WORDS[who]}: ${hint}`}`,
        '- ',
      ),
    ),
    ...(fields.length === 0 ? [] : ['', '| field | DHIS2 has | sent |', '| --- | --- | --- |']),
    ...fields.map(({ label, value, from, isLoss }) => {
      const there = from === undefined ? '' : valueText(from);
      return `| ${md(label)} | ${md(there)} | ${isLoss ? `**${md(valueText(value))}**` : md(valueText(value))} |`;
    }),
  ].join('\n');
}

/** Lines as a terminal shows them. */
function linesBlock(lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [['```', ...lines.slice(1).map((line) => oneLine(line).replaceAll('`', "'")), '```'].join('\n')];
}

function guardsBlock(guards: PlanView['guards']): string[] {
  if (guards.length === 0) return [];
  const lines = guards.map(({ message, hint }) => `- ${md(message)}${hint === null ? '' : ` ${md(hint)}`}`);
  return [['### Guards refuse this plan', '', ...lines].join('\n')];
}

function fieldsBlock(title: string, { groups, more }: Listed<FieldGroup>, limit: number): string[] {
  if (groups.length === 0) return [];
  const lines = groups.map((group) => {
    const examples = group.examples.map((one) =>
      group.values === 1 ? where(one) : `${changeText(one)} (${where(one)})`,
    );
    return `| ${group.records.toLocaleString('en')} | ${md(fieldText(group))} | ${examples.map((one) => md(one)).join('<br>')} |`;
  });
  const table = ['| records | change | for example |', '| ---: | --- | --- |', ...lines];
  return [[`### ${title}`, '', ...table, ...drawMore(more, limit)].join('\n')];
}

function causesBlock({ groups, more }: Listed<CauseHeading>, limit: number): string[] {
  if (groups.length === 0) return [];
  const lines = groups.flatMap(causeRow);
  const table = ['| what | records | why, and what to do | for example |', '| --- | ---: | --- | --- |', ...lines];
  return [['### What a person must see to', '', ...table, ...drawMore(more, limit)].join('\n')];
}

function causeRow(heading: CauseHeading): string[] {
  const [first] = heading.causes;
  if (first === undefined) return [];
  const isOne = heading.values === 1;
  const hint = heading.hint === null ? '' : `${WHO_WORDS[first.who]}: ${heading.hint}`;
  const text = isOne ? causeText(first) : headingText({ ...first, message: heading.message }, heading.values);
  const records = isOne ? first.records.toLocaleString('en') : '';
  const cells = [ACTION_WORDS[first.action], records, `${text} ${hint}`.trim()].map((cell) => md(cell));
  const more = heading.values - heading.causes.length;
  const examples = isOne
    ? first.examples.map(where)
    : heading.causes.map((one) => `${one.records.toLocaleString('en')} × ${valueOfCause(one)}${nearText(one)}`);
  const told = [...examples, ...(more > 0 ? [`and ${more.toLocaleString('en')} more`] : [])];
  return [`| ${[...cells, told.map((one) => md(one)).join('<br>')].join(' | ')} |`];
}

function where(example: PlanExample): string {
  return exampleText(example);
}

function drawMore(more: number, limit: number): string[] {
  return more === 0 ? [] : ['', `and ${more.toLocaleString('en')} more: \`--limit ${limit + more}\``];
}

/** A text that stays what it is: no markup, no HTML, no mention of anybody, on one line. `lead` is markup of ours. */
function md(text: string, lead = ''): string {
  const rest = oneLine(text.slice(lead.length));
  const plain = rest.replaceAll(/[\\`*_{}[\]|#~]/g, (sign) => `\\${sign}`);
  return lead + plain.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('@', '@\u200b');
}
