/** All forms of a data set in some periods, whoever filled them. */
import type { Listed } from '../contracts/sink.ts';
import { readForms, type FormSource } from './data-values.ts';
import { fromCell, toAddress } from './form-object.ts';
import type { ReadRow } from './form-rows.ts';

/** Units in one request, as where forms are read by their addresses. */
const MOST_UNITS = 50;

/** A form that was met, and when its values were last changed, as far as the server says. */
interface Met {
  isThere: boolean;
  updatedMs: number;
}

/**
 * Forms of some periods at the units that report the data set, as far as the user may see; a batch a request. A form without
 * a value and a completion is deleted, if it ever had one. `since`: with a value that was changed, or deleted, since then.
 */
export async function* listForms(
  source: FormSource,
  periods: readonly string[],
  since: Date | undefined,
): AsyncGenerator<readonly Listed[]> {
  const units = source.view.dataSet.orgUnits.map(({ id }) => id).filter((unit) => source.isWithinReach(unit));
  for (const period of periods)
    for (let start = 0; start < units.length; start += MOST_UNITS) {
      const read = { periods: [period], orgUnits: units.slice(start, start + MOST_UNITS) };
      for await (const { rows, completions } of readForms(source, read, { includeDeleted: true })) {
        const met = new Map<string, Met>();
        for (const row of rows) meet(met, row, source);
        for (const { organisationUnit: orgUnit, attributeOptionCombo = null } of completions)
          metAt(met, { orgUnit, period, attributeOptionCombo }, source).isThere = true;
        const listed = [...met].filter(([, { updatedMs }]) => since === undefined || updatedMs >= since.getTime());
        if (listed.length > 0) yield listed.map(toListed);
      }
    }
}

function meet(met: Map<string, Met>, row: ReadRow, source: FormSource): void {
  if (!source.view.cellOf(fromCell(row.dataElement).dataElement).of) return;
  const form = metAt(met, row, source);
  if (row.deleted !== true && row.value != null && row.value !== '') form.isThere = true;
  const updatedMs = Date.parse((row.lastUpdated ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (updatedMs > form.updatedMs) form.updatedMs = updatedMs;
}

function metAt(
  met: Map<string, Met>,
  { orgUnit, period, attributeOptionCombo: combo }: Pick<ReadRow, 'orgUnit' | 'period' | 'attributeOptionCombo'>,
  { view }: FormSource,
): Met {
  const attributes = combo && !view.isDefaultCombo(combo) ? { attributeOptionCombo: combo } : {};
  const address = toAddress({ orgUnit: orgUnit ?? '', period: period ?? '', ...attributes });
  const known = met.get(address) ?? { isThere: false, updatedMs: 0 };
  met.set(address, known);
  return known;
}

function toListed([address, { isThere }]: readonly [string, Met]): Listed {
  const [place = '', when = ''] = address.split(':');
  return { address, place, when, ...(!isThere && { isDeleted: true }) };
}
