import { html, type Html } from '../../pages/html.ts';
import type { Task } from '../../engine/task-list.ts';
import { EVERYBODY } from '../../messages/who.ts';
import type { RunReport } from '../report.ts';
import type { Teller } from './teller.ts';

/** Jobs named for each who can do them; below stand the records of all of them. */
const MOST_TASKS = 25;

/** What a person must do first, and who: what ended the run, what guards say, then one list for each. */
export function drawTodo(report: RunReport, teller: Teller): Html {
  const { words } = teller;
  const lists = EVERYBODY.flatMap((who) => {
    const tasks = report.tasks.filter((task) => task.who === who);
    return tasks.length === 0
      ? []
      : html`<h3>${words.who[who]}</h3>
          ${drawTasks(tasks, teller)}`;
  });
  const failure = drawFailure(report, teller);
  const guards = drawGuards(report, teller);
  if (lists.length === 0 && !failure && !guards) return html`<p>${words.nothingToDo}</p>`;
  return html`${failure}${guards}${lists}`;
}

function drawTasks(tasks: readonly Task[], teller: Teller): Html {
  const more = tasks.length - MOST_TASKS;
  return html`<ol>
      ${tasks.slice(0, MOST_TASKS).map((task) => html`<li>${drawTask(task, teller)}</li> `)}
    </ol>
    ${more > 0 && html`<p class="soft">${teller.words.moreKinds(teller.number(more))}</p>`}`;
}

function drawTask(task: Task, teller: Teller): Html {
  const { records, rows } = task;
  const where = rows.length === 0 ? '' : `, ${teller.rows(task, records > rows.length)}`;
  return html`${teller.message(task)}
    <span class="soft">(${teller.records(records)}${where})</span>${drawValues(task, teller)}${teller.hint(task)}`;
}

/** What stands in the cells, with its rows: `"abc" in row 12 (13 in Excel)`. Only where cells may be shown. */
function drawValues({ values = [], records, sheet }: Task, teller: Teller): Html | undefined {
  const { words, settings } = teller;
  if (!settings.personalData || values.length === 0) return undefined;
  const told = values.map((one) => {
    const rows = teller.rows({ ...one, ...(sheet !== undefined && { sheet }) }, one.records > one.rows.length);
    return html`<li><q>${teller.value(one.value)}</q> <span class="soft">(${rows})</span></li>`;
  });
  const more = records - values.reduce((sum, one) => sum + one.records, 0);
  return html`<ul>
    ${told}${more > 0 && html`<li class="soft">${words.moreRecords(teller.records(more))}</li>`}
  </ul>`;
}

function drawFailure({ error, problems }: RunReport, teller: Teller): Html | undefined {
  const told = error ? [error] : ((problems ?? []) as readonly NonNullable<RunReport['error']>[]);
  if (told.length === 0) return undefined;
  return html`<ul>
    ${told.slice(0, MOST_TASKS).map((one) => html`<li><strong>${teller.message(one)}</strong>${teller.hint(one)}</li>`)}
  </ul>`;
}

/** A single one has ended the run, and is told by that. */
function drawGuards({ guards, error }: RunReport, teller: Teller): Html | undefined {
  const { words } = teller;
  const others = guards.filter(({ code }) => code !== error?.code);
  if (others.length === 0) return undefined;
  return html`<h3>${words.headings.guards}</h3>
    <ul>
      ${others.map(
        (guard) =>
          html`<li>
            ${teller.message(guard)}${guard.accept !== null && html` ${teller.text(words.accept(guard.accept))}`}
          </li>`,
      )}
    </ul>`;
}
