import { basename } from 'node:path';
import type { Json } from '../base/json.ts';
import { printableLine } from '../base/printable.ts';
import type { Counts } from '../engine/counts.ts';
import { inPlace } from '../engine/in-place.ts';
import type { Task } from '../engine/task-list.ts';
import { EVERYBODY, WHO_WORDS } from '../messages/who.ts';
import { drawDriftNews } from './drift-view.ts';
import { nearText, toHeadings, valueOfCause, VALUES_NAMED, type Heading } from './headings.ts';
import { recordsText, rowsText } from './plan-view/words.ts';
import type { RunReport } from './report.ts';

/** What each count means, in the order in which people read them. */
export const COUNT_WORDS = {
  created: 'new, sent to DHIS2',
  updated: 'changed, sent to DHIS2',
  unchanged: 'as sent before',
  adopted: 'sent before, found equal in DHIS2',
  returned: 'back in the source',
  excluded: 'left out by `where`',
  held: 'waiting for a decision',
  rejected: 'cannot be sent as they are',
  failed: 'no verdict from DHIS2 yet',
  notSent: 'to be sent, and not sent',
  missing: 'gone from the source',
} satisfies Partial<Record<keyof Counts, string>>;

export const COUNT_WORDS_OF_A_PLAN = { created: 'new, would be sent', updated: 'changed, would be sent' };

/** A run's table, and what a person should do. */
export function drawSummary(report: RunReport): string {
  const { pipeline, command, counts } = report;
  const isPlan = command === 'plan';
  const head = `${pipeline}: ${recordsText(counts.read)} read${isPlan ? ' (plan only, nothing sent)' : ''}`;
  const isStopped = report.exitCode === 130 || report.exitCode === 143;
  const stopped = isStopped ? ['', 'Stopped by a signal, with everything saved. The next run sends the rest.'] : [];
  const hasFailed = report.error !== undefined || report.problems !== undefined;
  const ends = hasFailed ? [] : drawTasks(report);
  return [
    head,
    ...drawCounts(counts, isPlan),
    ...stopped,
    ...drawNotes(report.notes, isPlan),
    ...drawDriftNews(report.drift),
    ...drawGuards(report),
    ...ends,
  ].join('\n');
}

/** What became of the records, or in a plan would become of them; without what there is none of. */
export function drawCounts(counts: Counts, isPlan: boolean): string[] {
  const meanings = isPlan ? { ...COUNT_WORDS, ...COUNT_WORDS_OF_A_PLAN } : COUNT_WORDS;
  return Object.entries(meanings)
    .filter(([name]) => counts[name as keyof Counts] > 0)
    .map(([name, meaning]) => `  ${name.padEnd(10)}${number(counts[name as keyof Counts]).padStart(8)}  ${meaning}`);
}

/** What DHIS2 does not keep: nobody has to act, and nobody shall wonder. Values go to people, but never to the log of a run. */
export function drawNotes(notes: RunReport['notes'], isPlan: boolean): string[] {
  const warnings = notes.filter(({ code }) => code === 'dhis2/rule-warning');
  const oddities = notes.filter(({ code }) => code === 'dhis2/far-date');
  const losses = notes.filter((one) => !warnings.includes(one) && !oddities.includes(one));
  const toKept = ({ row, sent, kept }: NoteExample): string =>
    `Row ${row}: ${shown(sent)} is sent, ${shown(kept)} is kept.`;
  return [
    ...drawList('Not kept by DHIS2', losses, isPlan ? toKept : undefined),
    ...drawList('Program rules of DHIS2 warn', warnings, undefined),
    ...drawList('Worth a look', oddities, isPlan ? ({ row, sent }) => `Row ${row}: ${shown(sent)}.` : undefined),
  ];
}

type NoteExample = RunReport['notes'][number]['examples'][number];

/** `toText` shows what stands in a cell, where that may be shown. */
function drawList(
  title: string,
  notes: RunReport['notes'],
  toText: ((example: NoteExample) => string) | undefined,
): string[] {
  if (notes.length === 0) return [];
  const lines = notes.flatMap((note) => {
    const { message, hint, target, name, records, rows, examples } = note;
    const where = `${recordsText(records)}, ${rowsText(note, records > rows.length)}`;
    const [first] = examples;
    return [
      `  - ${printableLine(name ?? target)}: ${printableLine(message)} (${where})`,
      ...(first && toText ? [`    ${toText(first)}`] : []),
      ...(hint ? [`    ${printableLine(hint)}`] : []),
    ];
  });
  return ['', title, ...lines];
}

function shown(value: Json): string {
  if (value === null) return 'nothing';
  return printableLine(typeof value === 'string' ? value : JSON.stringify(value));
}

/** A single one is the error that ends the command, and is told by it. */
function drawGuards({ guards }: RunReport): string[] {
  if (guards.length < 2) return [];
  const lines = guards.flatMap(({ message, hint }) => [
    `  - ${printableLine(message)}`,
    ...(hint ? [`    ${printableLine(hint)}`] : []),
  ]);
  return ['', 'Guards refuse this plan', ...lines];
}

/** One list for each who can do something, to be handed on as it is. */
function drawTasks(report: RunReport): string[] {
  if (report.tasks.length === 0) return [];
  const lists = EVERYBODY.flatMap((who) => {
    const tasks = report.tasks.filter((task) => task.who === who);
    if (tasks.length === 0) return [];
    const headings = toHeadings(tasks, ({ about, sheet }) => JSON.stringify([about, sheet ?? null]));
    return [`  ${WHO_WORDS[who]}:`, ...headings.flatMap((one) => drawHeading(one, report.artifacts))];
  });
  const where = drawWhere(report);
  const unmapped = report.artifacts.find((path) => path.endsWith('unmapped.xlsx'));
  const decide = unmapped && `Values to be decided, then \`etl unmapped import\`: ${printableLine(unmapped)}`;
  const ends = [where, decide].filter((line) => line !== undefined);
  return ['', 'To do', ...lists, ...(ends.length > 0 ? ['', ...ends] : [])];
}

/** One cause, or many values of it: the most frequent by name, and the rest where it can be found. */
function drawHeading({ message, hint, causes }: Heading<Task>, artifacts: readonly string[]): string[] {
  const [first, ...others] = causes;
  if (first === undefined) return [];
  if (others.length === 0) return [drawTask(first)];
  const named = causes.slice(0, VALUES_NAMED);
  const more = causes.length - named.length;
  return [
    `  - ${printableLine(inPlace(message, first))} (${number(causes.length)} values)`,
    ...named.map((task) => `      ${printableLine(valueOfCause(task) + nearText(task))} (${whereText(task)})`),
    ...(more > 0 ? [`      and ${number(more)} more${inFile(first, artifacts)}`] : []),
    ...(hint ? [`    ${hint}`] : []),
  ];
}

/** The file that has all values. */
function inFile({ code }: Task, artifacts: readonly string[]): string {
  const isUnmapped = code === 'lookup/no-match' || code === 'option/no-match';
  const sheet = isUnmapped ? artifacts.find((one) => one.endsWith('unmapped.xlsx')) : undefined;
  const file = sheet ?? artifacts.find((one) => one.endsWith('report.json'));
  return file === undefined ? '' : ` in ${printableLine(basename(file))}`;
}

function drawTask(task: Task): string {
  const { message, hint } = task;
  return [`  - ${printableLine(message)} (${whereText(task)})`, ...(hint ? [`    ${hint}`] : [])].join('\n');
}

/** `40 records, rows 3, 17, …; in Excel 4, 18, …`. */
function whereText(task: Task): string {
  const { records, rows } = task;
  return `${recordsText(records)}${rows.length > 0 ? `, ${rowsText(task, records > rows.length)}` : ''}`;
}

/** Where the records stand by name, all of them. */
function drawWhere({ artifacts, notNamed, command }: RunReport): string | undefined {
  if (command === 'plan')
    return notNamed > 0 ? `Every record by name: in the plan itself, with \`--out FILE\`.` : undefined;
  const file = artifacts.find((path) => path.endsWith(notNamed > 0 ? 'rejects.ndjson' : 'report.json'));
  return file && `Every record by name: ${printableLine(file)}`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
