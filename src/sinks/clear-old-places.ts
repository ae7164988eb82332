import { EtlError } from '../base/errors.ts';
import type { Clearing, RefusalReason, Sending } from '../contracts/sink.ts';
import { postCompletions } from '../dhis2/completions.ts';
import { reasonOfConflict } from '../dhis2/conflict-reasons.ts';
import { postDataValues } from '../dhis2/data-values.ts';
import { restrictForm } from '../dhis2/form-image.ts';
import type { FormObject } from '../dhis2/form-object.ts';
import { toRows, type CellRow } from '../dhis2/form-rows.ts';
import { readDataValueSummary } from '../dhis2/import-summary.ts';
import { wasStored, type Outcomes } from './form-outcomes.ts';
import { MOST_VALUES } from './form-parcels.ts';
import { formIn, type FormPlace } from './form-place.ts';

const TOO_LARGE = 413;

/** A place that a form has left. */
interface OldPlace {
  /** Of the form that stood there, as it is called now. */
  readonly of: string;
  readonly clearing: Clearing<FormObject>;
}

/**
 * Takes away what forms left where they stood before an edit moved them: only of forms of which all is stored where they
 * stand now, and only what is as we left it. What is not gone afterwards is not told as cleared, and is looked at again.
 */
export async function clearOldPlaces(
  place: FormPlace,
  batch: readonly Sending<FormObject>[],
  outcomes: Outcomes,
): Promise<void> {
  const old = batch.flatMap(({ address, movedFrom }) =>
    wasStored(outcomes.get(address)) ? (movedFrom ?? []).map((clearing) => ({ of: address, clearing })) : [],
  );
  if (old.length === 0) return;
  const reasons = new Map<string, readonly RefusalReason[]>();
  try {
    const left = await findLeft(place, old);
    if (left.size > 0) await remove(place, left, reasons);
    tell(outcomes, old, left.size > 0 ? await findLeft(place, old, false) : left, reasons);
  } catch (error) {
    // Their values are stored, and that is what is told of them.
    if (!(error instanceof EtlError)) throw error;
  }
}

/** What is left at old places, by address: what may be taken away, or (`isAsked` false) all of it. */
async function findLeft(
  place: FormPlace,
  old: readonly OldPlace[],
  isAsked = true,
): Promise<ReadonlyMap<string, Leftover>> {
  const remotes = await place.read(old.map(({ clearing }) => clearing.address));
  const left = new Map<string, Leftover>();
  for (const { clearing } of old) {
    const there = formIn(remotes, clearing.address);
    if (!there) continue;
    const ours = restrictForm(there, clearing.targets);
    if (ours.dataValues.length === 0 && ours['completedAt'] == null) continue;
    const { orgUnit = null, period = null, attributeOptionCombo } = there;
    const at = { orgUnit, period, ...(attributeOptionCombo !== undefined && { attributeOptionCombo }) };
    left.set(clearing.address, { form: { ...ours, ...at }, mayRemove: !isAsked || clearing.mayRemove(there) });
  }
  return left;
}

interface Leftover {
  readonly form: FormObject;
  readonly mayRemove: boolean;
}

async function remove(
  place: FormPlace,
  left: ReadonlyMap<string, Leftover>,
  reasons: Map<string, readonly RefusalReason[]>,
): Promise<void> {
  const { client, view } = place;
  const removable = [...left].filter(([, { mayRemove }]) => mayRemove);
  const complete = removable.map(([, { form }]) => form).filter((form) => form['completedAt'] != null);
  for (const forms of inParts(complete)) {
    place.ensureMayGo?.();
    await postCompletions(client, view.dataSet.id, forms, false);
  }
  const rows = removable.flatMap(([address, { form }]) => cleared(form).map((row) => ({ ...row, address })));
  for (const some of inParts(rows)) await removeRows(place, some, reasons);
}

/** Rows may go in any order, and those of one form in several requests: what is left of a form is looked at when all are gone. */
async function removeRows(
  place: FormPlace,
  rows: readonly PlacedRow[],
  reasons: Map<string, readonly RefusalReason[]>,
): Promise<void> {
  const { client, view, rules } = place;
  place.ensureMayGo?.();
  const values = rows.map(({ row }) => row);
  const { status, json } = await postDataValues(client, view.dataSet.id, values, place.import);
  if (status === TOO_LARGE && rows.length > 1) {
    const half = Math.ceil(rows.length / 2);
    for (const some of [rows.slice(0, half), rows.slice(half)]) await removeRows(place, some, reasons);
    return;
  }
  const summary = readDataValueSummary(status, json, values, rules);
  if ('reason' in summary) return;
  for (const [at, conflicts] of summary.refused) {
    const row = rows[at];
    if (!row) continue;
    const told = conflicts.map((conflict) => reasonOfConflict(conflict, row, view));
    reasons.set(row.address, [...(reasons.get(row.address) ?? []), ...told]);
  }
}

/** A row of a form that stood at an address. */
type PlacedRow = CellRow & { readonly address: string };

/** As many as go in one request. */
function inParts<T>(items: readonly T[]): T[][] {
  const parts = Math.ceil(items.length / MOST_VALUES);
  return Array.from({ length: parts }, (_, at) => items.slice(at * MOST_VALUES, (at + 1) * MOST_VALUES));
}

/** The rows that empty all cells of a form. */
function cleared(form: FormObject): CellRow[] {
  const dataValues = form.dataValues.map(({ cell }) => ({ cell, value: null }));
  return toRows({ ...form, dataValues }, () => true);
}

function tell(
  outcomes: Outcomes,
  old: readonly OldPlace[],
  left: ReadonlyMap<string, Leftover>,
  reasons: ReadonlyMap<string, readonly RefusalReason[]>,
): void {
  for (const of of new Set(old.map((one) => one.of))) {
    const outcome = outcomes.get(of);
    if (outcome?.is !== 'created' && outcome?.is !== 'updated') continue;
    const places = old.filter((one) => one.of === of).map(({ clearing }) => clearing.address);
    const why = places.flatMap((address) => (left.has(address) ? (reasons.get(address) ?? []) : []));
    const cleared = places.filter((address) => !left.has(address));
    outcomes.set(of, { ...outcome, cleared, ...(why.length > 0 && { reasons: why }) });
  }
}
