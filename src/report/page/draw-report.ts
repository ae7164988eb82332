import { html, type Html, type Shown } from '../../pages/html.ts';
import { toPage } from '../../pages/page.ts';
import type { RunReport } from '../report.ts';
import { drawChanges, drawMissing, drawSent } from './change-sections.ts';
import { drawCounts, drawDrift, drawNotes, drawRemarks, drawUnmapped } from './other-sections.ts';
import type { PastRun } from './past-runs.ts';
import { drawRecords } from './record-sections.ts';
import { Teller, type PageSettings } from './teller.ts';
import { drawTodo } from './todo.ts';
import { drawTrend } from './trend.ts';
import type { PageWords } from './words.ts';

/** What a page is made of. */
export interface ReportPage {
  /** The run that it tells of first: what is to be done now. */
  readonly latest: RunReport;
  /** The run whose records it tells: the latest, or the one before where that read nothing. */
  readonly details: RunReport;
  /** The runs that are drawn, the oldest first. */
  readonly runs: readonly PastRun[];
  /** Files of the run of the details: their names, and where they are from the page. */
  readonly files: ReadonlyMap<string, string>;
  /** In the title, in place of the time of the run. */
  readonly weeks?: number | undefined;
}

/** The page of a run: what a person must do first, and who; then everything that is known of it. */
export async function drawReport(page: ReportPage, settings: PageSettings): Promise<string> {
  const teller = await Teller.load(settings);
  const { words, number } = teller;
  const { latest, details } = page;
  const sections = toSections(page, teller).flatMap(([id, content]) =>
    content === undefined ? [] : [{ id, title: titleOf(id, latest, words), content }],
  );
  const contents = sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`);
  const isOlder = details !== latest;
  const body = html`${drawHead(latest, teller)}
    <nav aria-label="${words.contents}">
      <ul>
        ${contents}
      </ul>
    </nav>
    ${sections.map(
      ({ id, title, content }) =>
        html`<section id="${id}">
          <h2>${title}</h2>
          ${isOlder && id === 'rejects' && html`<p>${words.olderDetails(teller.time(details.startedAt))}</p>`}${content}
        </section> `,
    )}`;
  const when = page.weeks === undefined ? teller.time(latest.startedAt) : words.weeks(number(page.weeks));
  return toPage({
    language: settings.language,
    title: `${latest.pipeline}${teller.words.colon}${when}`,
    above: words.commands[latest.command],
    body,
    footer: html`<p>${words.footer} ${settings.personalData ? words.personal : teller.text(words.hiddenLead)}</p>`,
  });
}

type SectionId = keyof PageWords['headings'];

function titleOf(id: SectionId, { command }: RunReport, { headings, plannedHeadings }: PageWords): string {
  const planned: Partial<PageWords['headings']> = command === 'plan' ? plannedHeadings : {};
  return planned[id] ?? headings[id];
}

function toSections({ latest, details, runs, files }: ReportPage, teller: Teller): [SectionId, Html | undefined][] {
  const { changes, link, rejects, attention, missingIsKnown } = details;
  const linkOf = (name: string): Shown => {
    const path = files.get(name);
    return path === undefined ? name : html`<a href="${path}">${name}</a>`;
  };
  const listed = files.has('rejects.csv') ? 'rejects.csv' : 'rejects.ndjson';
  const sheets = ['unmapped.xlsx', 'unmapped.csv']
    .filter((name) => files.has(name))
    .map((name) => html`${linkOf(name)} `);
  const hasChanges = changes && [changes.losses, changes.changes].some(({ groups }) => groups.length > 0);
  const records = (of: RunReport['rejects']): Html | undefined =>
    of.length === 0 ? undefined : drawRecords(of, details, linkOf(listed), teller);
  const gone = changes?.missing && changes.missing.groups.length > 0 ? drawMissing(changes, link, teller) : undefined;
  const isUnknown = !missingIsKnown && latest === details && details.error === undefined;
  return [
    ['todo', drawTodo(latest, teller)],
    ['counts', drawCounts(details, teller)],
    ['remarks', drawRemarks(latest, teller)],
    // A plan is no run, and has none beside it.
    ['trend', latest.command === 'plan' ? undefined : drawTrend(runs, teller)],
    ['rejects', records(rejects)],
    ['waiting', records(attention.filter(({ action }) => action !== 'missing' || !changes?.missing))],
    ['unmapped', drawUnmapped(details, sheets, teller)],
    ['missing', gone ?? (isUnknown ? html`<p>${teller.words.missingUnknown}</p>` : undefined)],
    ['drift', drawDrift(details, teller)],
    [
      'changes',
      changes && (hasChanges || changes.groups.some(({ action }) => action !== 'missing'))
        ? drawChanges(changes, details, teller)
        : undefined,
    ],
    ['notes', drawNotes(details, teller)],
    ['sent', drawSent(details, teller)],
    [
      'files',
      files.size === 0
        ? undefined
        : html`<ul>
            ${[...files.keys()].map((name) => html`<li>${linkOf(name)}</li>`)}
          </ul>`,
    ],
  ];
}

/** How it ended, in one sentence, and of what it is. */
function drawHead(report: RunReport, teller: Teller): Html {
  const { words } = teller;
  const { exitCode, source, target, startedAt } = report;
  const kind = exitCode === 0 ? 'good' : exitCode === 1 ? 'act' : 'bad';
  const modified = source?.modified ? teller.time(source.modified) : undefined;
  return html`<div class="card ${kind}">
    <p class="status">${words.status(exitCode)}</p>
    <p class="soft">${words.began(teller.time(startedAt), teller.duration(report))}</p>
    ${source && html`<p class="soft">${words.from(source.location, modified)}</p>`}
    ${target !== null && html`<p class="soft">${words.to(target)}</p>`}
  </div>`;
}
