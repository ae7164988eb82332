import type { Args } from '../base/problem.ts';
import { printableLine } from '../base/printable.ts';
import type { Drift } from '../contracts/drift.ts';
import { describe } from '../messages/describe.ts';

/** A change in DHIS2, as `--json` prints it. */
export interface ReportedDrift {
  readonly code: string;
  readonly isBreaking: boolean;
  /** False where an earlier run has told it. */
  readonly isNews: boolean;
  readonly message: string;
  readonly hint: string | null;
  readonly args: Args;
  readonly columns: readonly string[];
  readonly choices: readonly string[];
  /** Records of this run that it touches. */
  readonly records: number;
  /** The first of their rows. */
  readonly rows: readonly number[];
}

export function toReportedDrift(drift: Drift, isNews = true): ReportedDrift {
  const { code, args, isBreaking, columns, choices, records, rows } = drift;
  const { message, hint } = describe(code, args);
  return { code, isBreaking, isNews, message, hint: hint ?? null, args, columns, choices, records, rows };
}

/** What a run says of it: what people know already only by its number. */
export function drawDriftNews(drifts: readonly ReportedDrift[]): string[] {
  const news = drifts.filter(({ isNews }) => isNews);
  const known = drifts.length - news.length;
  if (news.length === 0) return [];
  const noLock = news.filter(({ code }) => code === 'drift/no-lock');
  const changes = news.filter(({ code }) => code !== 'drift/no-lock');
  const rest = known > 0 ? [`  ${known} more, told before: \`etl metadata diff\` shows them.`] : [];
  return [
    ...(changes.length > 0 ? ['', 'Changed in DHIS2 since the mapping was made', ...drawDrifts(changes), ...rest] : []),
    ...noLock.flatMap(({ message, hint }) => ['', printableLine(message), ...(hint === null ? [] : [hint])]),
  ];
}

/** Lines for people: each change, what of the pipeline it touches, and what to do; a hint that many share only once. */
export function drawDrifts(drifts: readonly ReportedDrift[]): string[] {
  let lastHint: string | null = null;
  return drifts.flatMap((drift) => {
    const { isBreaking, message, hint } = drift;
    const touched = drawTouched(drift);
    const isSaid = hint === null || hint === lastHint;
    lastHint = hint;
    return [
      `  ${isBreaking ? '✗' : '·'} ${printableLine(message)}`,
      ...(touched === '' ? [] : [`    ${printableLine(touched)}`]),
      ...(isSaid ? [] : [`    ${hint}`]),
    ];
  });
}

/** Of these it counts who has nothing there. */
const ABOUT_BLANKS: ReadonlySet<string> = new Set(['drift/element-compulsory', 'drift/element-new']);

/** `Column water, choice 2: 33 records (rows 1, 2, 3, …).` */
function drawTouched({ code, columns, choices, records, rows }: ReportedDrift): string {
  const from = columns.length === 0 ? '' : `${columns.length > 1 ? 'Columns' : 'Column'} ${columns.join(', ')}`;
  const where = choices.length === 0 ? from : `${from}, choice${choices.length > 1 ? 's' : ''} ${choices.join(', ')}`;
  if (records === 0) return where && `${where}.`;
  const named = `${rows.join(', ')}${records > rows.length ? ', …' : ''}`;
  const count = `${records.toLocaleString('en')} record${records > 1 ? 's' : ''}${ABOUT_BLANKS.has(code) ? ' without it' : ''}`;
  return `${where === '' ? '' : `${where}: `}${count} (row${records > 1 ? 's' : ''} ${named}).`;
}
