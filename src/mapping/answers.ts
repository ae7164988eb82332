/** Which columns of a source hold answers of a form, and which what form tools say of a submission. */
import type { Header } from '../contracts/record.ts';

/** Of KoboToolbox (and ODK), whatever is chosen for the questions; all others of theirs begin with `_` or `meta/`. */
const OF_FORM_TOOLS: ReadonlySet<string> = new Set([
  'start',
  'end',
  'today',
  'deviceid',
  'devicephonenum',
  'subscriberid',
  'simserial',
  'phonenumber',
  'username',
  'audit',
  'background-audio',
  'formhub/uuid',
  'instanceID',
  'instanceName',
  'SubmissionDate',
  'SubmitterID',
  'SubmitterName',
  'AttachmentsPresent',
  'AttachmentsExpected',
  'ReviewState',
  'DeviceID',
  'FormVersion',
  'KEY',
  'PARENT_KEY',
]);

/** A question of a form, by its column. */
export interface Question {
  /** Of a child as `allColumns` names it. */
  readonly column: string;
  /** Of a select-multiple, the columns of its choices. */
  readonly choices: readonly string[];
}

/** What looks like the questions of a form. */
export function questionsIn({ columns, repeats }: Header): Question[] {
  const there = new Set(columns);
  const answers = [...there].filter(isAnswer);
  const choices = new Map<string, string[]>();
  for (const column of answers) {
    const question = questionOf(column, there);
    if (question !== undefined) choices.set(question, [...(choices.get(question) ?? []), column]);
  }
  const own = answers
    .filter((column) => questionOf(column, there) === undefined)
    .map((column) => ({ column, choices: choices.get(column) ?? [] }));
  const ofChildren = [...(repeats ?? [])].flatMap(([name, header]) =>
    questionsIn(header).map((one) => ({
      column: `${name}[].${one.column}`,
      choices: one.choices.map((choice) => `${name}[].${choice}`),
    })),
  );
  return [...own, ...ofChildren];
}

function isAnswer(column: string): boolean {
  const name = column.trim();
  const isMeta = name.startsWith('_') || name.includes('/_') || name.startsWith('meta/') || OF_FORM_TOOLS.has(name);
  return name !== '' && !isMeta;
}

/** A select-multiple has a column for each of its choices, beside its own. */
function questionOf(column: string, there: ReadonlySet<string>): string | undefined {
  const question = column.slice(0, Math.max(0, column.lastIndexOf('/'), column.lastIndexOf('.')));
  return there.has(question) && question !== '' ? question : undefined;
}
