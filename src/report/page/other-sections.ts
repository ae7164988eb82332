import { table } from '../../pages/page.ts';
import { html, type Html } from '../../pages/html.ts';
import { describe } from '../../messages/describe.ts';
import { valueIsPublic, type Code } from '../../messages/code-table.ts';
import type { Counts } from '../../engine/counts.ts';
import type { RunReport } from '../report.ts';
import type { Teller } from './teller.ts';

/** Values named on the page. */
const MOST_VALUES = 200;

/** What became of the records, without what there is none of. */
export function drawCounts({ counts, command }: RunReport, teller: Teller): Html {
  const { words, number } = teller;
  const meanings: Readonly<Record<string, string>> =
    command === 'plan' ? { ...words.counts, ...words.planned } : words.counts;
  const ofOne: typeof meanings =
    command === 'plan' ? { ...words.countsOfOne, ...words.plannedOfOne } : words.countsOfOne;
  const tiles = Object.entries(meanings).filter(([name]) => name === 'read' || counts[name as keyof Counts] > 0);
  return html`<ul class="tiles">
    ${tiles.map(
      ([name, meaning]) =>
        html`<li>
          <b>${number(counts[name as keyof Counts])}</b
          >${teller.text((counts[name as keyof Counts] === 1 && ofOne[name]) || meaning)}
        </li>`,
    )}
  </ul>`;
}

/** Words of a vocabulary that have nothing on the other side: what the sheet beside the page asks for. */
export function drawUnmapped({ tasks }: RunReport, sheets: readonly Html[], teller: Teller): Html | undefined {
  const { words, number } = teller;
  const unmapped = tasks.filter(({ code, args }) => valueIsPublic(code as Code) && typeof args?.['value'] === 'string');
  if (unmapped.length === 0) return undefined;
  const rows = unmapped
    .slice(0, MOST_VALUES)
    .map((task) => [String(task.args['value']), teller.message(task), number(task.records)]);
  const { value, what, records } = words.columns;
  const columns = [{ title: value }, { title: what }, { title: records, isNumber: true }];
  const more = unmapped.length - rows.length;
  return html`${sheets.length > 0 && html`<p>${teller.text(words.unmappedLead)} ${sheets}</p>`}
  ${table(words.headings.unmapped, columns, rows)}
  ${more > 0 && html`<p class="soft">${words.moreOf(number(more))}</p>`}`;
}

/** What has changed in DHIS2 since the mapping was made, and in the form since the last run. */
export function drawDrift({ drift, source }: RunReport, teller: Teller): Html | undefined {
  const { words } = teller;
  const news = source?.news ?? [];
  if (drift.length + news.length === 0) return undefined;
  const changes = drift.map((one) => {
    const { isBreaking, isNews, columns, records } = one;
    const touched = words.touches(columns.join(', '), records > 0 ? teller.records(records) : '');
    const state = [isBreaking ? words.breaking : words.harmless, ...(isNews ? [] : [words.toldBefore]), touched];
    return html`<li>
      ${teller.message(one)} <span class="soft">(${state.filter(Boolean).join('; ')})</span>${teller.hint(one)}
    </li>`;
  });
  const ofSource = news.map((one) => {
    const told = { ...one, message: one.code };
    return html`<li>${teller.message(told)}${teller.hint(told)}</li>`;
  });
  return html`<ul>
    ${changes}${ofSource}
  </ul>`;
}

/** What a run says of what it reads and what it knows: nobody has to act, but whoever wonders finds the cause here. */
export function drawRemarks({ warnings = [], source, index }: RunReport, teller: Teller): Html | undefined {
  // What is new in the form stands among the changes.
  const news = (source?.news ?? []).map(({ code, args }) => describe(code, args).message);
  const ofSource = (source?.remarks ?? []).filter((remark) => !news.some((message) => remark.startsWith(message)));
  const remarks = [...ofSource, ...index.remarks];
  if (warnings.length + remarks.length === 0) return undefined;
  return html`<ul>
    ${warnings.map(({ message, hint }) => html`<li>${teller.asWritten(message)}${hint !== null && teller.asWritten(` ${hint}`)}</li>`)}
    ${remarks.map((remark) => html`<li>${teller.remark(remark)}</li>`)}
  </ul>`;
}

/** What DHIS2 takes without a word and does not keep. */
export function drawNotes({ notes }: RunReport, teller: Teller): Html | undefined {
  if (notes.length === 0) return undefined;
  const { words, settings } = teller;
  const lines = notes.map((note) => {
    const { name, target, records, rows, examples } = note;
    const where = teller.rows(note, records > rows.length);
    const [first] = examples;
    const example =
      first && settings.personalData
        ? words.example(String(first.row), textOf(first.sent, words.blank), textOf(first.kept, words.blank))
        : undefined;
    return html`<li>
      ${name ?? teller.target(target)}${words.colon}${teller.message(note)}
      <span class="soft">(${teller.records(records)}, ${where})</span>
      ${example && html`<p>${example}</p>`}${teller.hint(note)}
    </li>`;
  });
  return html`<ul>
    ${lines}
  </ul>`;
}

function textOf(value: unknown, blank: string): string {
  if (value === null || value === '') return blank;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
