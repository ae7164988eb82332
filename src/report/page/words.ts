/** What the page of a run says of itself, in English; other languages have the same words in their own files. */
import type { Who } from '../../messages/code-row.ts';
import type { Counts } from '../../engine/counts.ts';
import type { ActionGroup } from '../plan-view/plan-view.ts';
import { ACTION_WORDS } from '../plan-view/words.ts';
import { COUNT_WORDS, COUNT_WORDS_OF_A_PLAN } from '../summary.ts';

export type ActionKind = ActionGroup['action'];

/** `n` stands for a number as people write it. */
export interface PageWords {
  readonly locale: string;
  /** Between what something is of and what is said of it. */
  readonly colon: string;
  readonly commands: Readonly<Record<'run' | 'plan' | 'apply', string>>;
  /** What an exit code means, in a sentence. */
  readonly status: (exitCode: number) => string;
  readonly who: Readonly<Record<Who, string>>;
  readonly counts: Readonly<Record<keyof Counts, string>>;
  /** The same where there is one. */
  readonly countsOfOne: Readonly<Record<keyof Counts, string>>;
  /** The same of what is only planned. */
  readonly planned: Readonly<Record<'created' | 'updated', string>>;
  readonly plannedOfOne: Readonly<Record<'created' | 'updated', string>>;
  /** What is remarked of source and index; undefined where it stands as it was written. */
  readonly remark: (remark: string) => string | undefined;
  readonly actions: Readonly<Record<ActionKind, string>>;
  readonly headings: Readonly<
    Record<
      | 'todo'
      | 'counts'
      | 'remarks'
      | 'trend'
      | 'rejects'
      | 'waiting'
      | 'unmapped'
      | 'missing'
      | 'drift'
      | 'changes'
      | 'notes'
      | 'sent'
      | 'files'
      | 'guards',
      string
    >
  >;
  /** Of a plan. */
  readonly plannedHeadings: Readonly<Record<'rejects' | 'changes', string>>;
  readonly columns: Readonly<
    Record<
      | 'place'
      | 'record'
      | 'question'
      | 'value'
      | 'records'
      | 'since'
      | 'state'
      | 'run'
      | 'read'
      | 'rejected'
      | 'missing'
      | 'sent'
      | 'duration'
      | 'result'
      | 'change'
      | 'column'
      | 'what'
      | 'differences',
      string
    >
  >;
  /** What is no question: where and when a record belongs; others are told by their labels. */
  readonly properties: ReadonlyMap<string, string>;
  readonly contents: string;
  readonly nothingToDo: string;
  readonly records: (n: string, isOne: boolean) => string;
  readonly rows: (rows: string, lines: string, isOne: boolean, sheet: string | undefined) => string;
  readonly place: (row: string, line: string | null, sheet: string | undefined) => string;
  readonly showRows: (n: string, isOne: boolean) => string;
  readonly cut: (shown: string, all: string, file: string) => string;
  readonly moreKinds: (n: string) => string;
  readonly moreOf: (n: string) => string;
  readonly moreRecords: (records: string) => string;
  readonly notNamed: (n: string, file: string) => string;
  readonly overdue: string;
  readonly withinGrace: string;
  readonly missingLead: (overdue: string, within: string) => string;
  readonly missingUnknown: string;
  readonly breaking: string;
  readonly harmless: string;
  readonly touches: (columns: string, records: string) => string;
  readonly toldBefore: string;
  readonly losses: string;
  readonly plannedLosses: string;
  readonly changed: string;
  readonly blank: string;
  readonly hidden: string;
  readonly hiddenLead: string;
  readonly manyValues: (n: string) => string;
  readonly becomesBlank: string;
  readonly sentLead: string;
  readonly unmappedLead: string;
  readonly trendLead: (runs: string) => string;
  readonly trendTable: string;
  readonly trendAlone: string;
  readonly charts: Readonly<Record<'read' | 'rejected' | 'missing' | 'duration', string>>;
  readonly chart: (label: string, last: string, least: string, most: string, runs: string) => string;
  readonly failedRun: string;
  readonly duration: (seconds: string, minutes: string | undefined) => string;
  readonly began: (when: string, took: string) => string;
  readonly from: (source: string, modified: string | undefined) => string;
  readonly to: (target: string) => string;
  readonly accept: (what: string) => string;
  readonly olderDetails: (when: string) => string;
  readonly example: (row: string, sent: string, kept: string) => string;
  readonly open: string;
  readonly footer: string;
  readonly personal: string;
  readonly weeks: (n: string) => string;
}

const COUNTS = { read: 'read from the source', ...COUNT_WORDS };

export const ENGLISH: PageWords = {
  locale: 'en-GB',
  colon: ': ',
  commands: { run: 'Run', plan: 'Plan (nothing was sent)', apply: 'Kept plan, sent' },
  status: (exitCode) => {
    if (exitCode === 0) return 'Fine: nobody is needed.';
    if (exitCode === 1) return 'Done, but somebody must act.';
    if (exitCode === 2) return 'Not done: something in the spec, its files or a flag is wrong.';
    if (exitCode === 3) return 'Not done: it could not run.';
    if (exitCode === 4) return 'Not sent: a guard refused.';
    if (exitCode === 5) return 'Not done: another run holds the lock.';
    if (exitCode === 130 || exitCode === 143) return 'Stopped by a signal, with everything saved.';
    return 'Not done: a fault of the program itself.';
  },
  who: {
    analyst: 'Analyst (spec, mapping, look-ups)',
    source: 'Whoever corrects the record at its source (Kobo)',
    dhis2: 'Administrator of DHIS2',
    nobody: 'Nobody (it passes by itself)',
  },
  counts: COUNTS,
  countsOfOne: COUNTS,
  planned: COUNT_WORDS_OF_A_PLAN,
  plannedOfOne: COUNT_WORDS_OF_A_PLAN,
  remark: () => undefined,
  actions: ACTION_WORDS,
  headings: {
    todo: 'To do first',
    counts: 'Counts',
    remarks: 'Worth knowing of source, index and mapping',
    trend: 'The last runs',
    rejects: 'What could not be sent, by cause',
    waiting: 'What waits for a decision',
    unmapped: 'Values that are not mapped',
    missing: 'Records gone from the source',
    drift: 'Changed in DHIS2 and in the form',
    changes: 'What changed, question by question',
    notes: 'Not kept by DHIS2, or worth a look',
    sent: 'Events and forms of this run in DHIS2',
    files: 'Files of this run',
    guards: 'Guards refuse this plan',
  },
  plannedHeadings: {
    rejects: 'What cannot be sent, by cause',
    changes: 'What would change, question by question',
  },
  columns: {
    place: 'Where',
    record: 'Record',
    question: 'Question',
    value: 'Value',
    records: 'Records',
    since: 'Gone since',
    state: 'State',
    run: 'Run',
    read: 'Read',
    rejected: 'Rejected',
    missing: 'Missing',
    sent: 'Sent',
    duration: 'Duration',
    result: 'Result',
    change: 'Change',
    column: 'Column',
    what: 'What',
    differences: 'Differences',
  },
  properties: new Map(),
  contents: 'On this page',
  nothingToDo: 'Nobody has to do anything.',
  records: (n, isOne) => `${n} ${isOne ? 'record' : 'records'}`,
  rows: (rows, lines, isOne, sheet) =>
    `${isOne ? 'row' : 'rows'} ${rows}${lines && `; in Excel ${lines}`}${sheet === undefined ? '' : ` of sheet ${sheet}`}`,
  place: (row, line, sheet) => {
    if (sheet !== undefined) return `row ${line ?? row} of sheet ${sheet}`;
    return line === null ? `row ${row}` : `row ${row} (${line} in Excel)`;
  },
  showRows: (n, isOne) => `Show ${isOne ? 'the record' : `the ${n} records`}`,
  cut: (shown, all, file) =>
    shown === '0'
      ? `All ${all} stand in ${file}.`
      : `The first ${shown} of ${all} are shown here; all of them stand in ${file}.`,
  moreKinds: (n) => `And ${n} more causes, each of fewer records.`,
  moreOf: (n) => `And ${n} more.`,
  moreRecords: (records) => `other values: ${records}`,
  notNamed: (n, file) => `${n} further records are not named on this page; all of them stand in ${file}.`,
  overdue: 'past the grace: somebody must act',
  withinGrace: 'within the grace, or settled',
  missingLead: (overdue, within) =>
    `${overdue} past the grace, ${within} within it or settled. Nothing is deleted in DHIS2.`,
  missingUnknown: 'Some rows could not be read, so nothing was called missing in this run.',
  breaking: 'breaks the mapping',
  harmless: 'harmless',
  touches: (columns, records) => [columns && `Columns ${columns}`, records].filter(Boolean).join(': '),
  toldBefore: 'told before',
  losses: 'Losses: what DHIS2 had, and is blank now',
  plannedLosses: 'Losses: what DHIS2 has now, and would be blank',
  changed: 'Changes',
  blank: '(blank)',
  hidden: '…',
  hiddenLead: 'What stands in cells is not shown here. `artifacts.personalData: true` in the spec shows it.',
  manyValues: (n) => `${n} different changes`,
  becomesBlank: 'becomes blank',
  sentLead: 'Each opens in DHIS2, for whoever may log in there.',
  unmappedLead: 'Write the decisions into the sheet, and take them in with `etl unmapped import`:',
  trendLead: (runs) => `${runs} runs, the latest at the right.`,
  trendTable: 'The same as a table',
  trendAlone: 'This is the first run that is kept.',
  charts: {
    read: 'Records read',
    rejected: 'Rejected',
    missing: 'Gone from the source',
    duration: 'Duration (seconds)',
  },
  chart: (label, last, least, most, runs) => `${label}: ${last} in the last run; ${least} to ${most} in ${runs} runs.`,
  failedRun: 'did not come through',
  duration: (seconds, minutes) => (minutes === undefined ? `${seconds} s` : `${minutes} min ${seconds} s`),
  began: (when, took) => `${when}, took ${took}`,
  from: (source, modified) => `From ${source}${modified === undefined ? '' : `, last written ${modified}`}`,
  to: (target) => `To ${target}`,
  accept: (what) => `To let it pass: \`--accept ${what}\`.`,
  olderDetails: (when) => `The last run did not come through. What follows is of the one before that did, of ${when}.`,
  example: (row, sent, kept) => `Row ${row}: ${sent} is sent, ${kept} is kept.`,
  open: 'in DHIS2',
  footer: 'Made by etl. Everything is in this one file; it asks nobody for anything.',
  personal: 'It holds personal data: keep it as carefully as the data themselves.',
  weeks: (n) => `the last ${n} weeks`,
};
