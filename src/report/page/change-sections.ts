import { fold, table } from '../../pages/page.ts';
import { html, type Html } from '../../pages/html.ts';
import type { ActionGroup, FieldGroup, Listed, PlanChanges } from '../plan-view/plan-view.ts';
import type { RunReport } from '../report.ts';
import { drawKey, type Teller } from './teller.ts';

/** What changed, question by question: losses first, then the rest, then what is done besides. */
export function drawChanges(
  { losses, changes, groups }: PlanChanges,
  { link, command }: Pick<RunReport, 'link' | 'command'>,
  teller: Teller,
): Html {
  const { words } = teller;
  const others = groups.filter(({ action }) => action !== 'missing');
  return html`${drawFields(command === 'plan' ? words.plannedLosses : words.losses, losses, link, teller)}${drawFields(words.changed, changes, link, teller)}
  ${others.map((group) => drawAction(group, link, teller))}`;
}

function drawFields(
  title: string,
  { groups, more }: Listed<FieldGroup>,
  link: string | null,
  teller: Teller,
): Html | undefined {
  if (groups.length === 0) return undefined;
  const { words, number } = teller;
  const rows = groups.map((group) => [
    words.properties.get(group.target) ?? group.label,
    drawChange(group, teller),
    number(group.records),
    html`${group.examples.map(({ key, uid }) => html`<div>${drawKey(key, uid, link)}</div>`)}`,
  ]);
  const { question, change, records, record } = words.columns;
  const columns = [{ title: question }, { title: change }, { title: records, isNumber: true }, { title: record }];
  return html`<h3>${title}</h3>
    ${table(title, columns, rows)} ${more > 0 && html`<p class="soft">${words.moreOf(number(more))}</p>`}`;
}

function drawChange(group: FieldGroup, teller: Teller): Html {
  const { words } = teller;
  if (group.values > 1 || group.isMore === true) return html`${words.manyValues(teller.number(group.values))}`;
  if (group.isLoss && !teller.settings.personalData) return html`${words.becomesBlank}`;
  return html`${teller.value(group.from)} → ${teller.value(group.to)}`;
}

function drawAction({ action, records, examples }: ActionGroup, link: string | null, teller: Teller): Html {
  const keys = examples.map(({ key, uid }) => html`<li>${drawKey(key, uid, link)}</li>`);
  return html`<h3>${teller.text(teller.words.actions[action])}</h3>
    <p class="soft">${teller.records(records)}</p>
    <ul>
      ${keys}
    </ul>`;
}

/** Records that are gone from the source, those past the grace first. */
export function drawMissing({ missing }: PlanChanges, link: string | null, teller: Teller): Html {
  const { words, number } = teller;
  const overdue = missing.groups.filter(({ isOverdue }) => isOverdue).length;
  const rows = missing.groups.map(({ key, role, uid, since, isOverdue }) => [
    html`${drawKey(key, uid, link)}${role !== undefined && ` ${role}`}`,
    teller.day(since),
    isOverdue ? words.overdue : words.withinGrace,
  ]);
  const { record, since, state } = words.columns;
  const columns = [record, since, state].map((title) => ({ title }));
  return html`<p>${words.missingLead(number(overdue), number(missing.groups.length - overdue + missing.more))}</p>
    ${table(words.headings.missing, columns, rows)}
    ${missing.more > 0 && html`<p class="soft">${words.moreOf(number(missing.more))}</p>`}`;
}

/** Objects of this run, each where people see it; those that were refused are told elsewhere. */
export function drawSent({ changes, rejects, link }: RunReport, teller: Teller): Html | undefined {
  const { words, number } = teller;
  const sent = changes?.sent;
  if (!sent || sent.groups.length === 0) return undefined;
  const refused = new Set(rejects.map(({ key }) => key));
  const rows = sent.groups
    .filter(({ key }) => !refused.has(key))
    .map((one) => [words.actions[one.action], teller.place(one), drawKey(one.key, one.uid, link)]);
  if (rows.length === 0) return undefined;
  const { what, place, record } = words.columns;
  const content = html`${table(
    words.headings.sent,
    [what, place, record].map((title) => ({ title })),
    rows,
  )}${sent.more > 0 && html`<p class="soft">${words.moreOf(number(sent.more))}</p>`}`;
  return html`<p>${words.sentLead}</p>
    ${fold(words.showRows(number(rows.length), rows.length === 1), content)}`;
}
