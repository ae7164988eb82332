import { fold, table } from '../../pages/page.ts';
import { html, type Html, type Shown } from '../../pages/html.ts';
import type { RunReport } from '../report.ts';
import { groupRecords, type GroupedRecord, type RecordGroup } from './record-groups.ts';
import { drawKey, type Teller } from './teller.ts';

/** Causes told on the page, and all rows in it: beyond them the files have the rest. */
const MOST_CAUSES = 100;
const MOST_ROWS = 2000;

/** What could not be sent, or waits, by cause, each with its rows; `file` has all of them. */
export function drawRecords(
  records: readonly GroupedRecord[],
  { link, notNamed }: RunReport,
  file: Shown,
  teller: Teller,
): Html {
  const { words, number } = teller;
  const groups = groupRecords(records);
  let left = MOST_ROWS;
  const drawn = groups.slice(0, MOST_CAUSES).map((group) => {
    const rows = group.rows.slice(0, Math.max(0, left));
    left -= rows.length;
    return drawGroup(group, rows, link, file, teller);
  });
  const more = groups.length - drawn.length;
  return html`${drawn} ${more > 0 && html`<p>${words.moreKinds(number(more))}</p>`}
  ${notNamed > 0 && html`<p>${withFile(words.notNamed(number(notNamed), FILE), file)}</p>`}`;
}

function drawGroup(
  { told, who, records }: RecordGroup,
  rows: readonly GroupedRecord[],
  link: string | null | undefined,
  file: Shown,
  teller: Teller,
): Html {
  const { words, number } = teller;
  const cut = rows.length < records && words.cut(number(rows.length), number(records), FILE);
  const content = html`${rows.length > 0 && drawRows(rows, link, teller)}${cut && html`<p>${withFile(cut, file)}</p>`}`;
  return html`<article>
    <h3>${teller.message(told)}</h3>
    <p class="soft">${teller.records(records)} · ${words.who[who]}</p>
    ${teller.hint(told)} ${fold(words.showRows(number(records), records === 1), content)}
  </article>`;
}

function drawRows(rows: readonly GroupedRecord[], link: string | null | undefined, teller: Teller): Html {
  const { words, settings } = teller;
  const { place, record, question, value, differences } = words.columns;
  const hasQuestions = rows.some(({ label, field, column }) => label ?? field ?? column);
  const hasValues = settings.personalData && rows.some((row) => row.value !== null);
  const hasDifferences = rows.some((row) => (row.differences ?? []).length > 0);
  const titles = [
    place,
    record,
    ...(hasQuestions ? [question] : []),
    ...(hasValues ? [value] : []),
    ...(hasDifferences ? [differences] : []),
  ];
  const cells = rows.map((row): Shown[] => [
    teller.place(row),
    drawKey(row.key, row.uid, link),
    ...(hasQuestions
      ? [row.label ?? (row.field === null || row.field === undefined ? row.column : teller.target(row.field))]
      : []),
    ...(hasValues ? [row.value === null ? '' : teller.value(row.value)] : []),
    ...(hasDifferences ? [drawDifferences(row, teller)] : []),
  ]);
  return table(
    words.columns.record,
    titles.map((title) => ({ title })),
    cells,
  );
}

function drawDifferences({ differences = [] }: GroupedRecord, teller: Teller): Html {
  return html`${differences.map(
    ({ target, name, theirs, ours }) =>
      html`<div>
        ${name ?? teller.target(target)}${teller.words.colon}${teller.value(theirs)} → ${teller.value(ours)}
      </div>`,
  )}`;
}

/** Stands in a sentence for a link to the file. */
const FILE = '\u0000';

function withFile(sentence: string, file: Shown): Html {
  const [before = '', after = ''] = sentence.split(FILE);
  return html`${before}${file}${after}`;
}
