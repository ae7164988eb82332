import { fold, table } from '../../pages/page.ts';
import { html, type Html } from '../../pages/html.ts';
import type { PastRun } from './past-runs.ts';
import type { Teller } from './teller.ts';

const [WIDTH, HEIGHT, BASE] = [300, 90, 74];

/** Four small charts of the last runs, and the same as a table. */
export function drawTrend(runs: readonly PastRun[], teller: Teller): Html {
  const { words, number } = teller;
  if (runs.length < 2) return html`<p>${words.trendAlone}</p>`;
  const charts = [
    drawBars(words.charts.read, runs, ({ counts }) => counts.read, teller),
    drawBars(words.charts.rejected, runs, ({ counts }) => counts.rejected, teller),
    drawBars(words.charts.missing, runs, ({ counts }) => counts.missing, teller),
    drawBars(words.charts.duration, runs, secondsOf, teller),
  ];
  const { run, read, sent, rejected, missing, duration, result } = words.columns;
  const columns = [
    { title: run },
    ...[read, sent, rejected, missing, duration].map((title) => ({ title, isNumber: true })),
    { title: result },
  ];
  const rows = runs
    .toReversed()
    .map(({ startedAt, exitCode, counts, ...times }) => [
      teller.time(startedAt),
      number(counts.read),
      number(counts.created + counts.updated),
      number(counts.rejected),
      number(counts.missing),
      teller.duration({ startedAt, ...times }),
      words.status(exitCode),
    ]);
  return html`<p>${words.trendLead(number(runs.length))}</p>
    <div class="charts">${charts}</div>
    ${fold(words.trendTable, table(words.headings.trend, columns, rows))}`;
}

function secondsOf({ startedAt, finishedAt }: PastRun): number {
  return Math.max(0, (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
}

/** A run that did not come through has read nothing, or not all: its bar says so. */
function drawBars(label: string, runs: readonly PastRun[], valueOf: (run: PastRun) => number, teller: Teller): Html {
  const { words, number } = teller;
  const values = runs.map(valueOf);
  const most = Math.max(...values, 1);
  const step = WIDTH / runs.length;
  const bars = runs.map((run, at) => {
    const value = values[at] ?? 0;
    const height = value === 0 ? 0 : Math.max(2, (value / most) * (BASE - 14));
    const hasFailed = run.exitCode > 1;
    const told = `${teller.time(run.startedAt)}${words.colon}${number(value)}${hasFailed ? `, ${words.failedRun}` : ''}`;
    const [x, width] = [at * step + step * 0.1, step * 0.8].map((one) => one.toFixed(1));
    const y = (BASE - height).toFixed(1);
    const shown =
      hasFailed && height === 0 ? { y: (BASE - 3).toFixed(1), height: '3' } : { y, height: height.toFixed(1) };
    return html`<rect
      class="${hasFailed ? 'bar failed' : 'bar'}"
      x="${x}"
      y="${shown.y}"
      width="${width}"
      height="${shown.height}"
      ><title>${told}</title></rect
    >`;
  });
  const last = values.at(-1) ?? 0;
  const told = words.chart(
    label,
    number(last),
    number(Math.min(...values)),
    number(Math.max(...values)),
    number(runs.length),
  );
  return html`<figure>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${told}">
      <line class="axis" x1="0" x2="${WIDTH}" y1="${BASE + 0.5}" y2="${BASE + 0.5}" />
      ${bars}
      <text x="0" y="10">${number(most)}</text>
      <text x="${WIDTH}" y="${HEIGHT - 3}" text-anchor="end">${number(last)}</text>
    </svg>
    <figcaption>${told}</figcaption>
  </figure>`;
}
