import type { Counts } from '../engine/contracts.ts';
import type { RunReport } from '../report/report.ts';

/** What each count means, in the order in which people read them. */
const MEANING: readonly (readonly [keyof Counts, string])[] = [
  ['created', 'new, sent to DHIS2'],
  ['updated', 'changed, sent to DHIS2'],
  ['unchanged', 'as sent before'],
  ['adopted', 'sent by an earlier tool, found equal in DHIS2'],
  ['returned', 'back in the source'],
  ['excluded', 'left out by `where`'],
  ['held', 'waiting for a decision'],
  ['rejected', 'cannot be sent as they are'],
  ['failed', 'no verdict from DHIS2 yet'],
  ['missing', 'gone from the source'],
];

/** A run's table, and what a person should do. */
export function drawSummary(report: RunReport): string {
  const { counts } = report;
  const head = `${report.pipeline}: ${number(counts.read)} records read${report.command === 'plan' ? ' (plan only, nothing sent)' : ''}`;
  const rows = MEANING.filter(([name]) => counts[name] > 0).map(
    ([name, meaning]) => `  ${name.padEnd(10)}${number(counts[name]).padStart(8)}  ${meaning}`,
  );
  const isStopped = report.exitCode === 130 || report.exitCode === 143;
  const stopped = isStopped ? ['', 'Stopped by a signal, with everything saved. The next run sends the rest.'] : [];
  return [head, ...rows, ...stopped, ...drawTasks(report)].join('\n');
}

function drawTasks({ tasks, artifacts }: RunReport): string[] {
  if (tasks.length === 0) return [];
  const lines = tasks.map(({ message, hint, records, rows }) => {
    const shown =
      rows.length > 0
        ? `, row${rows.length > 1 ? 's' : ''} ${rows.join(', ')}${records > rows.length ? ', …' : ''}`
        : '';
    return [
      `  - ${message} (${number(records)} record${records > 1 ? 's' : ''}${shown})`,
      ...(hint ? [`    ${hint}`] : []),
    ].join('\n');
  });
  const report = artifacts.find((one) => one.endsWith('report.json'));
  return ['', 'To do', ...lines, ...(report ? ['', `Every record by name: ${report}`] : [])];
}

function number(value: number): string {
  return value.toLocaleString('en');
}
