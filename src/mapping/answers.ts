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

/** The columns that look like questions, those of children as `allColumns` names them. */
export function answerColumns({ columns, repeats }: Header): string[] {
  const there = new Set(columns);
  const own = [...there].filter((column) => isAnswer(column) && !isChoice(column, there));
  const ofChildren = [...(repeats ?? [])].flatMap(([name, header]) =>
    answerColumns(header).map((column) => `${name}[].${column}`),
  );
  return [...own, ...ofChildren];
}

function isAnswer(column: string): boolean {
  const name = column.trim();
  return name !== '' && !name.startsWith('_') && !name.startsWith('meta/') && !OF_FORM_TOOLS.has(name);
}

/** A select-multiple has a column for each of its choices, beside its own. */
function isChoice(column: string, there: ReadonlySet<string>): boolean {
  const end = Math.max(column.lastIndexOf('/'), column.lastIndexOf('.'));
  return end > 0 && there.has(column.slice(0, end));
}
