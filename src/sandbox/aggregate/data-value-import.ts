import type { CompletionStore } from './completion-store.ts';
import type { CellKey, DataValueStore, StoredDataValue } from './data-value-store.ts';
import type { LockStore } from './lock-store.ts';
import type { DataValueParameters, Schemes } from './data-value-parameters.ts';
import { isCalendarDate } from '../instants.ts';
import { DEFAULT_COMBO } from '../item.ts';
import {
  type DataSetModel,
  indexBy,
  type DataElementModel,
  type Model,
  type OptionComboModel,
  type OrgUnitModel,
} from '../model.ts';
import type { Person } from '../people.ts';
import type { ServerZone } from '../server-zone.ts';
import type { Traits } from '../versions.ts';

/** Against what a data value set is checked, and where it is written. Maps are by the identifiers of the request. */
export interface FormContext {
  readonly model: Model;
  readonly person: Person;
  readonly parameters: DataValueParameters;
  /** The database takes nothing of this request. */
  readonly databaseRefuses: boolean;
  readonly traits: Traits;
  readonly zone: ServerZone;
  /** Milliseconds of the server's clock. */
  readonly now: number;
  readonly dataValues: DataValueStore;
  readonly completions: CompletionStore;
  readonly locks: LockStore;
  readonly dataSets: ReadonlyMap<string, DataSetModel>;
  readonly dataElements: ReadonlyMap<string, DataElementModel>;
  readonly orgUnits: ReadonlyMap<string, OrgUnitModel>;
  readonly optionCombos: ReadonlyMap<string, OptionComboModel>;
}

/** Looks metadata up by the schemes of the request. */
export function formContext(
  about: Omit<FormContext, 'dataSets' | 'dataElements' | 'orgUnits' | 'optionCombos'>,
  schemes: Schemes,
): FormContext {
  const { model } = about;
  const general = schemes.idScheme ?? 'UID';
  return {
    ...about,
    dataSets: indexBy(model.dataSets, schemes.dataSetIdScheme ?? general),
    dataElements: indexBy(model.dataElements, schemes.dataElementIdScheme ?? general),
    orgUnits: indexBy(model.orgUnits, schemes.orgUnitIdScheme ?? general),
    optionCombos: indexBy(model.optionCombos, schemes.categoryOptionComboIdScheme ?? general),
  };
}

/** Writes that are made together or not at all; what is drafted is read back before it is made. */
export class Draft {
  readonly #store: DataValueStore;
  readonly #drafted = new Map<string, StoredDataValue>();

  constructor(store: DataValueStore) {
    this.#store = store;
  }

  get(key: CellKey): StoredDataValue | undefined {
    return this.#drafted.get(nameOf(key)) ?? this.#store.get(key);
  }

  put(value: StoredDataValue): void {
    this.#drafted.set(nameOf(value), value);
  }

  commit(): void {
    for (const value of this.#drafted.values()) this.#store.put(value);
  }
}

function nameOf(key: CellKey): string {
  const { dataElement, period, orgUnit, categoryOptionCombo, attributeOptionCombo } = key;
  return [dataElement, period, orgUnit, categoryOptionCombo, attributeOptionCombo].join(' ');
}

/** The day of a `completeDate`, `yyyy-MM-dd`; null where it is none. */
export function completeDay(text: string): string | null {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)(?:T[\d:.]*)?$/.exec(text) ?? [];
  return isCalendarDate(Number(year), Number(month), Number(day)) ? text.slice(0, 10) : null;
}

/** Registers a form as complete. */
export function complete(
  form: { readonly dataSet: string; readonly period: string; readonly orgUnit: string; readonly combo?: string },
  day: string,
  { completions, person, now }: FormContext,
): void {
  const { combo: attributeOptionCombo = DEFAULT_COMBO.optionCombo, ...rest } = form;
  const key = { ...rest, attributeOptionCombo };
  const created = completions.get(key)?.created ?? now;
  completions.put({ ...key, completed: true, date: Date.parse(day), storedBy: person.username, created, updated: now });
}

/** What PostgreSQL keeps in no text. */
export function holdsZero({ value, comment }: { value: string | null; comment: string | null }): boolean {
  return (value ?? '').includes('\0') || (comment ?? '').includes('\0');
}
