import { checkBody, checkValue } from './body-checks.ts';
import { bodyConflict } from './body-conflicts.ts';
import { decode, Undecodable, type DecodedForm, type DecodedRow } from './body-decode.ts';
import type { IncomingForm } from './data-value-body.ts';
import { complete, holdsZero, type FormContext } from './data-value-import.ts';
import { NO_COUNT, type Conflict, type ImportCount, type ImportSummary } from './import-summary.ts';
import { DEFAULT_COMBO } from '../item.ts';
import { normalized } from './value-judge.ts';

/**
 * Imports a data value set as releases from 2.43 on do: what the rows refer to must be right in all of them, then each
 * value is judged for itself.
 */
export function importBody(form: IncomingForm, context: FormContext): ImportSummary {
  const decoded = decodeOrConflict(form, context);
  if ('errorCode' in decoded) return refused(decoded, [], context);
  const { rows } = decoded;
  const all = rows.map(({ index }) => index);
  const set = rows.length === 0 ? null : checkBody(decoded, context);
  if (set && 'errorCode' in set) return { ...refused(set, all, context), dataSetComplete: 'false' };
  const conflicts = rows.flatMap((row) => checkValue(row, context) ?? []);
  const bad = new Set(conflicts.flatMap(({ indexes = [] }) => indexes));
  const good = rows.filter(({ index }) => !bad.has(index));
  const [first] = conflicts;
  if (first && context.parameters.is.atomic) {
    const holes = [String(good.length), String(rows.length), first.value];
    return refused(bodyConflict('E8000', holes, all), all, context);
  }
  return store(decoded, good, conflicts, context);
}

function decodeOrConflict(form: IncomingForm, context: FormContext): DecodedForm | Conflict {
  try {
    return decode(form, context);
  } catch (error) {
    if (error instanceof Undecodable) return error.conflict;
    throw error;
  }
}

function refused(conflict: Conflict, rejected: readonly number[], { parameters }: FormContext): ImportSummary {
  const { shown: importOptions } = parameters;
  return {
    responseType: 'ImportSummary',
    status: 'ERROR',
    importOptions,
    importCount: NO_COUNT,
    conflicts: [conflict],
    rejectedIndexes: rejected,
  };
}

function store(
  form: DecodedForm,
  good: readonly DecodedRow[],
  conflicts: readonly Conflict[],
  context: FormContext,
): ImportSummary {
  const { is, shown } = context.parameters;
  // What the database does not take is lost without a word, and all rows with it.
  const lost = context.databaseRefuses || good.some(({ incoming }) => holdsZero(incoming));
  if (!lost && !is.dryRun) for (const row of good) write(row, context);
  const [row] = form.rows;
  const completed = conflicts.length === 0 && !lost && form.completeDay !== null && form.dataSet !== null;
  if (completed && row && !is.dryRun && form.completeDay !== null && form.dataSet !== null) {
    const { period, orgUnit, attributeOptionCombo } = row;
    const combo = attributeOptionCombo ?? DEFAULT_COMBO.optionCombo;
    complete({ dataSet: form.dataSet, period: period.iso, orgUnit, combo }, form.completeDay, context);
  }
  return {
    responseType: 'ImportSummary',
    status: conflicts.length === 0 ? 'SUCCESS' : good.length === 0 ? 'ERROR' : 'WARNING',
    importOptions: shown,
    importCount: countOf(lost ? 0 : good.length, form.rows.length, context),
    conflicts,
    rejectedIndexes: conflicts.flatMap(({ indexes = [] }) => indexes),
    dataSetComplete: completed ? (form.completeDay ?? 'false') : 'false',
  };
}

/** New, changed, unchanged and deleted rows count as updated; only the strategy DELETE counts as deleted. */
function countOf(written: number, sent: number, { parameters }: FormContext): ImportCount {
  const as = parameters.strategy === 'DELETE' ? 'deleted' : 'updated';
  return { ...NO_COUNT, [as]: written, ignored: sent - written };
}

function write(row: DecodedRow, { dataValues, model, parameters, person, now }: FormContext): void {
  const { incoming, dataElement, orgUnit, period } = row;
  const element = model.dataElements.get(dataElement);
  const defaultCombo = DEFAULT_COMBO.optionCombo;
  const key = {
    dataElement,
    orgUnit,
    period: period.iso,
    categoryOptionCombo: row.categoryOptionCombo ?? defaultCombo,
    attributeOptionCombo: row.attributeOptionCombo ?? defaultCombo,
  };
  const stored = dataValues.get(key);
  if (incoming.deleted === true || parameters.strategy === 'DELETE') {
    if (stored && !stored.deleted) dataValues.put({ ...stored, deleted: true, updated: now });
    return;
  }
  dataValues.put({
    ...key,
    value: element && incoming.value !== null ? normalized(incoming.value, element, true) : incoming.value,
    comment: incoming.comment,
    followUp: incoming.followUp === true,
    deleted: false,
    storedBy: person.username,
    created: stored?.created ?? now,
    updated: now,
  });
}
