import { isObject, type Json } from '../base/json.ts';
import type { RefusalReason, Sending, Verdict } from '../contracts/sink.ts';
import { reasonOfConflict } from '../dhis2/conflict-reasons.ts';
import { postDataValues } from '../dhis2/data-values.ts';
import { differencesOfForms } from '../dhis2/form-image.ts';
import type { FormObject } from '../dhis2/form-object.ts';
import { toRows, type CellRow, type DataValueRow } from '../dhis2/form-rows.ts';
import { findSummary } from '../dhis2/find-summary.ts';
import { readDataValueSummary, type RefusedRows, type SummaryVerdict } from '../dhis2/import-summary.ts';
import type { Answer } from '../http/answer.ts';
import type { Group, GroupVerdict, Parcel } from './delivery-tools.ts';
import type { FormPlace } from './form-place.ts';

/** Values in one request: more make a request no faster for each, and slower to wait for. */
export const MOST_VALUES = 1000;

/** A row of a request, and the form that it is of. */
interface ParcelRow extends CellRow {
  readonly address: string;
}

/** Forms that go together, as rows. */
export interface FormParcel extends Parcel {
  readonly rows: readonly DataValueRow[];
}

/** The forms of one batch as they travel: which rows go, and which cells the server has refused so far. */
export class FormParcels {
  readonly #place: FormPlace;
  /** What is there before anything is sent, of forms that may have cells to clear. */
  readonly #before: (address: string) => FormObject | undefined;
  readonly #refused = new Map<string, Map<string, readonly RefusalReason[]>>();

  constructor(place: FormPlace, before: (address: string) => FormObject | undefined) {
    this.#place = place;
    this.#before = before;
  }

  /** The rows of a form that are to go: none where nothing is to be stored, and nothing to be cleared. */
  rowsOf({ address, object }: Sending<FormObject>): ParcelRow[] {
    const there = new Set(this.#before(address)?.dataValues.map(({ cell }) => cell));
    const refused = this.#refused.get(address);
    const { notes } = this.#place;
    return toRows(
      object,
      (cell) => there.has(cell),
      (cell) => notes.of(address, cell),
    )
      .filter(({ cell }) => refused?.has(cell) !== true)
      .map((row) => ({ ...row, address }));
  }

  /** Why cells of a form were refused; empty where none was. */
  reasonsOf(address: string): readonly RefusalReason[] {
    const reasons = [...(this.#refused.get(address)?.values() ?? [])].flat();
    // A period or a unit is refused once, however many cells it has.
    return [
      ...new Map(reasons.map((why) => [`${why.code} ${why.field} ${String(why.args['message'])}`, why])).values(),
    ];
  }

  /** Divides a batch into requests; a form is never divided. */
  divide(batch: readonly Sending<FormObject>[]): Sending<FormObject>[][] {
    const requests: Sending<FormObject>[][] = [];
    let values = MOST_VALUES;
    for (const sending of batch) {
      const { length } = this.rowsOf(sending);
      if (values + length > MOST_VALUES) {
        requests.push([]);
        values = 0;
      }
      requests.at(-1)?.push(sending);
      values += length;
    }
    return requests;
  }

  pack(group: Group<FormObject>): FormParcel {
    const { client, view, rules } = this.#place;
    const dataSet = view.dataSet.id;
    const rowsOfEach = group.sendings.map((sending) => this.rowsOf(sending));
    const rows = rowsOfEach.flat();
    const values = rows.map(({ row }) => row);
    // Where nothing was there, no row can be as it was.
    const mayBeThere = group.tries > 0 || group.sendings.some(({ isNew }) => !isNew);
    const counting = { countsUnchanged: rules.countsUnchanged && mayBeThere };
    const sent = group.sendings.map(({ address }, at): [string, Json] => {
      const dataValues = rowsOfEach[at]?.map(({ row }) => row) ?? [];
      return [address, { dataSet, dataValues }];
    });
    return {
      rows: values,
      sent: new Map(sent),
      post: () => postDataValues(client, dataSet, values, this.#place.import),
      bytes: () => Buffer.byteLength(JSON.stringify({ dataSet, dataValues: values })),
      answersIn: (answer) => partsOf(answer, rows),
      verdictOn: ({ status, json }) =>
        this.#verdictOn(group, rows, readDataValueSummary(status, json, values, counting)),
    };
  }

  /** Whether what is there is what was sent, but for the cells that were refused; a completion comes later. */
  isAsSent({ address, object }: Sending<FormObject>, there: FormObject | undefined): boolean {
    const refused = this.#refused.get(address);
    const dataValues = object.dataValues.filter(({ cell }) => refused?.has(cell) !== true);
    if (!there) return dataValues.every(({ value }) => value === null);
    return differencesOfForms({ dataValues }, there).length === 0;
  }

  #verdictOn({ sendings }: Group<FormObject>, rows: readonly ParcelRow[], summary: SummaryVerdict): GroupVerdict {
    if ('reason' in summary) return { ...summary, outcomes: new Map() };
    this.#note(summary.refused, rows);
    const isRefused = (sending: Sending<FormObject>): boolean =>
      this.#refused.has(sending.address) && this.rowsOf(sending).length === 0;
    const outcomes = new Map<string, Verdict>();
    for (const sending of sendings) {
      const reasons = this.reasonsOf(sending.address);
      if (isRefused(sending)) outcomes.set(sending.address, { is: 'refused', by: 'server', reasons });
    }
    if (summary.is === 'stored') {
      const open = new Set([...summary.open].map((at) => rows[at]?.address));
      const stored = sendings.filter(({ address }) => !outcomes.has(address) && !open.has(address));
      for (const { address, isNew } of stored) outcomes.set(address, { is: isNew ? 'created' : 'updated' });
      return { is: 'perObject', reason: '', outcomes };
    }
    // Nothing was stored, and nobody says why: it is found by halving.
    if (summary.refused.size === 0) return { is: 'unreadable', reason: summary.unplaced[0]?.message ?? '', outcomes };
    const again = sendings.filter(({ address }) => !outcomes.has(address)).map(({ address }) => address);
    return { is: 'perObject', reason: '', outcomes, again: { addresses: new Set(again), isRetry: false } };
  }

  #note(refused: RefusedRows, rows: readonly ParcelRow[]): void {
    for (const [at, conflicts] of refused) {
      const row = rows[at];
      if (!row) continue;
      const cells = this.#refused.get(row.address) ?? new Map<string, readonly RefusalReason[]>();
      this.#refused.set(row.address, cells);
      cells.set(
        row.cell,
        conflicts.map((conflict) => reasonOfConflict(conflict, row, this.#place.view)),
      );
    }
  }
}

/** The parts of an answer, each about one form, for the artifacts. */
function partsOf({ status, json }: Answer, rows: readonly ParcelRow[]): (address: string) => Json {
  const summary = findSummary(json);
  if (!summary) return () => ({ httpStatus: status, message: isObject(json) ? String(json['message'] ?? '') : '' });
  return (address) => {
    const isOurs = (at: number): boolean => rows[at]?.address === address;
    const conflicts = summary.conflicts.filter(({ indexes }) => indexes.length === 0 || indexes.some(isOurs));
    return {
      httpStatus: status,
      status: summary.status,
      importCount: { ...summary.counts },
      conflicts: conflicts.map(({ code, message, indexes }) => ({
        errorCode: code,
        value: message,
        cells: indexes.filter(isOurs).map((at) => rows[at]?.cell ?? ''),
      })),
    };
  };
}
