import { html, type Html } from '../../pages/html.ts';
import { fold, table } from '../../pages/page.ts';
import type { Item } from '../item.ts';
import type { Answer } from '../web.ts';
import { formsOf } from './form-pages.ts';
import { answerPage, columns, link, number, time, type Shelf } from './frame.ts';
import { listImports } from './import-pages.ts';

/** Imports, programs and data sets that stand on the first page. */
const IMPORTS = 10;
const OBJECTS = 50;

interface Tally {
  things: number;
  last: number;
}

/** What there is, and what arrived last. */
export function homePage(shelf: Shelf): Answer {
  const body = html`<p>
      Programs and data sets of this sandbox, and what has arrived in them.
      ${link('/sandbox/units', `${number(shelf.metadata.all('organisationUnits').length)} units`)}.
    </p>
    <h2>Programs</h2>
    ${drawPrograms(shelf)}
    <h2>Data sets</h2>
    ${drawDataSets(shelf)}
    <h2>Last imports</h2>
    ${listImports(shelf.imports.newestFirst().slice(0, IMPORTS))}
    <p>${link('/sandbox/imports', 'All imports that are kept')}</p>`;
  return answerPage({ title: 'What has arrived in the sandbox', body }, shelf);
}

function drawPrograms(shelf: Shelf): Html {
  const tallies = new Map<string, Tally>();
  for (const { program, deleted, updated } of shelf.events.newestFirst()) {
    if (!deleted) add(tallies, program, 1, updated.at);
  }
  const draw = list(shelf, 'Programs', 'programs', 'Events', tallies);
  return draw((uid) => `/sandbox/programs/${uid}`);
}

function drawDataSets(shelf: Shelf): Html {
  const tallies = new Map<string, Tally>();
  for (const { dataSet, values, updated } of formsOf(shelf)) add(tallies, dataSet, values, updated);
  const draw = list(shelf, 'Data sets', 'dataSets', 'Values', tallies);
  return draw((uid) => `/sandbox/data-sets/${uid}`);
}

function add(tallies: Map<string, Tally>, uid: string, things: number, at: number): void {
  const tally = tallies.get(uid) ?? { things: 0, last: at };
  tally.things += things;
  tally.last = Math.max(tally.last, at);
  tallies.set(uid, tally);
}

/** Those in which something is first; what is beyond a screenful opens on demand. */
function list(
  { metadata, names }: Shelf,
  label: string,
  collection: 'programs' | 'dataSets',
  things: string,
  tallies: ReadonlyMap<string, Tally>,
): (addressOf: (uid: string) => string) => Html {
  const items = metadata.all(collection).toSorted((a, b) => Number(tallies.has(b.id)) - Number(tallies.has(a.id)));
  if (items.length === 0) return () => html`<p>There are none.</p>`;
  return (addressOf) => {
    const draw = (some: readonly Item[], of: string): Html =>
      table(
        of,
        columns('Name', `#${things}`, 'Last written', 'UID'),
        some.map(({ id }) => [
          link(addressOf(id), names.of(collection, id)),
          number(tallies.get(id)?.things ?? 0),
          time(tallies.get(id)?.last),
          html`<span class="id">${id}</span>`,
        ]),
      );
    const [first, others] = [items.slice(0, OBJECTS), items.slice(OBJECTS)];
    const more =
      others.length > 0 && fold(`${number(others.length)} more`, draw(others, `More ${label.toLowerCase()}`));
    return html`${draw(first, label)}${more}`;
  };
}
