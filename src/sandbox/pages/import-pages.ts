import { html, type Html } from '../../pages/html.ts';
import { fold, table } from '../../pages/page.ts';
import type { LoggedImport, Verdict } from '../import-log.ts';
import type { Answer } from '../web.ts';
import { answerPage, columns, leaf, link, notFound, number, time, type Shelf } from './frame.ts';

export function importsPage(query: URLSearchParams, shelf: Shelf): Answer {
  const { rows, ways } = leaf(shelf.imports.newestFirst(), query);
  const body = html`<p>The last imports since the sandbox was started, newest first.</p>
    ${ways}${listImports(rows)}${ways}`;
  return answerPage({ title: 'Imports', body }, shelf);
}

export function listImports(imports: readonly LoggedImport[]): Html {
  if (imports.length === 0) return html`<p>Nothing has been sent since the sandbox was started.</p>`;
  const cells = imports.map((one) => [
    link(`/sandbox/imports/${one.number}`, `${one.number}`),
    time(one.at),
    one.what,
    statusOf(one),
    ...[one.counts.created, one.counts.updated, one.counts.deleted, one.counts.ignored].map(number),
  ]);
  const titles = columns('Import', 'Time', 'What', 'Verdict', '#Created', '#Updated', '#Deleted', '#Ignored');
  return table('Imports', titles, cells);
}

/** One import, with what the server said of its objects. */
export function importPage(name: string, query: URLSearchParams, shelf: Shelf): Answer {
  const one = shelf.imports.get(Number(name));
  if (!one) return notFound(`Import ${name} is not among the last ones.`, shelf);
  const { rows, ways } = leaf(one.verdicts, query);
  const cells = rows.map((verdict) => [
    verdict.isWarning ? 'warning' : 'refused',
    verdict.code,
    drawObject(verdict, shelf),
    verdict.message,
  ]);
  const body = html`<p>${one.what}, ${time(one.at)}, by ${one.by}, ${one.strategy}: ${statusOf(one)}</p>
    ${one.message !== undefined && html`<p>${one.message}</p>`}${listImports([one])}
    <h2>Verdicts</h2>
    ${
      one.verdicts.length === 0
        ? html`<p>Nothing was said of single objects.</p>`
        : html`${ways}${table('Verdicts', columns('Verdict', 'Code', 'About', 'What the server said'), cells)}${ways}`
    }
    ${one.moreVerdicts > 0 && html`<p class="soft">and ${number(one.moreVerdicts)} more, which are not kept</p>`}
    ${drawWritten(one)}`;
  return answerPage({ title: `Import ${one.number}`, body }, shelf);
}

function drawWritten({ written = [] }: LoggedImport): Html | undefined {
  if (written.length === 0) return undefined;
  const items = written.map(
    (uid) => html`<li>${link(`/sandbox/events/${uid}`, html`<span class="id">${uid}</span>`)}</li> `,
  );
  return fold(
    'Events that were written (the first 200)',
    html`<ul>
      ${items}
    </ul>`,
  );
}

function drawObject({ about }: Verdict, { events }: Shelf): string | Html {
  return events.get(about) ? link(`/sandbox/events/${about}`, html`<span class="id">${about}</span>`) : about;
}

/** In words: whatever the server calls it, people ask whether all of it was taken. */
function statusOf({ status, isTrial, counts, verdicts }: LoggedImport): string {
  const isRefused = status === 'ERROR';
  const isPart = counts.ignored > 0 || verdicts.some(({ isWarning }) => !isWarning);
  return `${isRefused ? 'refused' : isPart ? 'taken in part' : 'taken'}${isTrial ? ' (a trial, nothing stored)' : ''}`;
}
