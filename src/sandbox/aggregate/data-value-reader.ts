import type { AggregateWorld } from './aggregate-world.ts';
import { parsePeriod } from '../../base/periods.ts';
import type { StoredDataValue } from './data-value-store.ts';
import { parseSelection, type Selection } from './data-value-selection.ts';
import { showValues } from './data-value-view.ts';
import type { Identified } from '../model.ts';
import { inScope, may, type Person } from '../people.ts';
import { json, notInSandbox, Refusal, type Answer, type Call } from '../web.ts';

/** `GET /api/dataValueSets`. */
export class DataValueReader {
  readonly #world: AggregateWorld;

  constructor(world: AggregateWorld) {
    this.#world = world;
  }

  read(call: Call, person: Person): Answer {
    const { metadata, traits, zone, now } = this.#world;
    if (call.suffix === 'csv' || /csv|xml/.test(call.headers.accept ?? '')) {
      throw notInSandbox('data values in another format than JSON');
    }
    const selection = parseSelection(call.query, { metadata, traits, zone, now: now() });
    const refusal = this.#refusal(selection, person);
    // Up to 2.42 the answer has begun when access is looked at: nothing follows.
    if (refusal !== null && traits.dataValues.importer === 'rows') return { ...json(null), body: '' };
    if (refusal !== null) throw refusal;
    const values = this.#values(selection, person);
    return json(showValues(values, { ...this.#world, selection, query: call.query }));
  }

  /** Why the person may not read what is asked for; null where they may. */
  #refusal({ dataSets, attributeOptionCombos, orgUnits }: Selection, person: Person): Refusal | null {
    const list = (objects: readonly Identified[]): string =>
      this.#world.traits.dataValues.importer === 'body'
        ? `(s): \`[${objects.map(({ uid }) => uid).join(', ')}]\``
        : `: \`${objects[0]?.uid}\``;
    const closed = dataSets.found.filter(({ item }) => !may(person, 'readData', item));
    if (closed.length > 0) return forbidden('E2010', `read data for data set${list(closed)}`);
    const hidden = attributeOptionCombos.found.filter(({ uid }) => !this.#mayRead(uid, person));
    if (hidden.length > 0) return forbidden('E2011', `read data for attribute option combo${list(hidden)}`);
    const outside = orgUnits.found.filter(({ path }) => !person.superuser && !inScope(person, path));
    return outside.length > 0 ? forbidden('E2012', `view org unit${list(outside)}`) : null;
  }

  #values(selection: Selection, person: Person): readonly StoredDataValue[] {
    const { elements, attributeOptionCombos, includeDeleted, updatedSince, limit } = selection;
    const combos = new Set(attributeOptionCombos.found.map(({ uid }) => uid));
    const mayRead = once((combo) => this.#mayRead(combo, person));
    const isAsked = (value: StoredDataValue): boolean =>
      elements.has(value.dataElement) &&
      (includeDeleted || !value.deleted) &&
      (updatedSince === null || value.updated >= updatedSince) &&
      (attributeOptionCombos.texts.length === 0
        ? mayRead(value.attributeOptionCombo)
        : combos.has(value.attributeOptionCombo));
    const values = this.#forms(selection).flatMap((form) => form.filter(isAsked));
    return limit === null ? values : values.slice(0, limit);
  }

  /** All values of the org units and periods, by period. */
  #forms(selection: Selection): readonly (readonly StoredDataValue[])[] {
    const { dataValues } = this.#world;
    const { orgUnits, children, periods, days } = selection;
    const startOf = once((period) => parsePeriod(period)?.start ?? '');
    const isAsked = once((period) => {
      if (periods.length > 0) return periods.some(({ iso }) => iso === period);
      const { start = '', end = '' } = parsePeriod(period) ?? {};
      return days === null || (start >= days.start && end <= days.end);
    });
    if (periods.length > 0 && !children) {
      return periods.flatMap(({ iso }) => orgUnits.found.map(({ uid }) => dataValues.inForm(uid, iso)));
    }
    const units = this.#unitsOf(selection);
    const forms = new Map<string, StoredDataValue[]>();
    for (const value of dataValues.all()) {
      if (!units.has(value.orgUnit) || !isAsked(value.period)) continue;
      const form = forms.get(value.period) ?? [];
      forms.set(value.period, form);
      form.push(value);
    }
    return [...forms].toSorted(([a], [b]) => (startOf(a) < startOf(b) ? -1 : 1)).map(([, form]) => form);
  }

  #unitsOf({ orgUnits, children }: Selection): ReadonlySet<string> {
    const asked = new Set(orgUnits.found.map(({ uid }) => uid));
    if (!children) return asked;
    const all = [...this.#world.metadata.model.orgUnits.values()];
    return new Set(all.filter(({ path }) => path.split('/').some((uid) => asked.has(uid))).map(({ uid }) => uid));
  }

  #mayRead(optionCombo: string, person: Person): boolean {
    const { model } = this.#world.metadata;
    const options = [...(model.optionCombos.get(optionCombo)?.options ?? [])];
    return options.every((uid) => {
      const option = model.categoryOptions.get(uid);
      return option === undefined || may(person, 'readData', option.item);
    });
  }
}

/** Thousands of values have few periods and combinations: what is asked of these is answered once each. */
function once<T>(answer: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text) ?? answer(text);
    known.set(text, found);
    return found;
  };
}

function forbidden(code: string, what: string): Refusal {
  return new Refusal(409, `User is not allowed to ${what}`, code);
}
