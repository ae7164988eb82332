import { parsePeriod, type Period } from '../base/periods.ts';
import {
  comboOf,
  type CategoryCombo,
  type DataSet,
  type DataSetElement,
  type OptionCombo,
} from './data-set-metadata.ts';
import { fromCell, toCell } from './form-object.ts';

/** A cell of the data set, found by any of its names. */
export interface KnownCell {
  /** The one name that it has in this data set: the default combo is left out. */
  readonly cell: string;
  readonly combo: string | undefined;
  /** Undefined: not of this data set. */
  readonly of: { readonly element: DataSetElement; readonly combo: CategoryCombo } | undefined;
}

/** Names that a message lists. */
const MOST_NAMED = 12;

/** A data set as whoever fills and sends its forms asks it. */
export class DataSetView {
  readonly dataSet: DataSet;
  /** Option combos of the set's attributes; one alone, the default, where it has none. */
  readonly attributes: CategoryCombo;
  readonly #elements: ReadonlyMap<string, { readonly element: DataSetElement; readonly combo: CategoryCombo }>;
  readonly #paths: ReadonlyMap<string, string | undefined>;
  readonly #defaults: ReadonlySet<string>;
  /** Every form asks for the same cells and periods. */
  readonly #cells = new Map<string, KnownCell>();
  readonly #periods = new Map<string, Period | undefined>();

  /** Throws EtlError `dhis2/combo-not-readable` where this user may not see all of it. */
  constructor(dataSet: DataSet) {
    this.dataSet = dataSet;
    this.attributes = comboOf(dataSet, dataSet);
    const entries = dataSet.elements.map(
      (element) => [element.id, { element, combo: comboOf(dataSet, element) }] as const,
    );
    this.#elements = new Map(entries);
    this.#paths = new Map(dataSet.orgUnits.map(({ id, path }) => [id, path]));
    const defaults = dataSet.categoryCombos.filter((combo) => combo.isDefault);
    this.#defaults = new Set(defaults.flatMap((combo) => combo.optionCombos.map(({ id }) => id)));
  }

  /** A cell by its name. */
  cellOf(name: string): KnownCell {
    const known = this.#cells.get(name) ?? this.#findCell(name);
    this.#cells.set(name, known);
    return known;
  }

  #findCell(name: string): KnownCell {
    const { dataElement, combo: named } = fromCell(name);
    const combo = named !== undefined && this.isDefaultCombo(named) ? undefined : named;
    return { cell: toCell(dataElement, combo), combo, of: this.#elements.get(dataElement) };
  }

  /** The period that a text names. */
  periodOf(text: string): Period | undefined {
    if (!this.#periods.has(text)) this.#periods.set(text, parsePeriod(text));
    return this.#periods.get(text);
  }

  /** Whether forms have an attribute option combo of their own. */
  get hasAttributes(): boolean {
    return !this.attributes.isDefault;
  }

  /** Whether a unit reports this data set. */
  isAssigned(orgUnit: string): boolean {
    return this.#paths.has(orgUnit);
  }

  /** Ids of a unit that reports, and of all above it; undefined where the server does not say. */
  unitsAbove(orgUnit: string): readonly string[] | undefined {
    return this.#paths
      .get(orgUnit)
      ?.split('/')
      .filter((id) => id !== '');
  }

  /** Whether it is the option combo of elements without categories, and of data sets without attributes. */
  isDefaultCombo(optionCombo: string): boolean {
    return this.#defaults.has(optionCombo);
  }

  /** Names of the option combos of the set's attributes, for people; empty where it has no attributes. */
  get attributeNames(): string[] {
    const names = this.hasAttributes ? this.attributes.optionCombos.map(({ name }) => name) : [];
    return names.slice(0, MOST_NAMED).map((name) => (name.includes(',') ? `"${name}"` : name));
  }

  /** The option combo of the set's attributes that a text names: by its id, code or name, or by all of its options. */
  attributeNamed(text: string): OptionCombo | undefined {
    const { optionCombos } = this.attributes;
    const byName = (['id', 'code', 'name'] as const).map((key) => optionCombos.filter((combo) => combo[key] === text));
    const found = byName.find((combos) => combos.length === 1)?.[0];
    return found ?? this.#attributeOf(text.split(/[,;]/).map((part) => part.trim()));
  }

  #attributeOf(named: readonly string[]): OptionCombo | undefined {
    const fitting = this.attributes.optionCombos.filter(
      ({ options }) =>
        options.length === named.length &&
        options.every((option) => named.some((text) => [option.id, option.code, option.name].includes(text))),
    );
    return fitting.length === 1 ? fitting[0] : undefined;
  }

  attributeOf(id: string): OptionCombo | undefined {
    return this.attributes.optionCombos.find((combo) => combo.id === id);
  }

  /** What people call a cell: `Cases, female (uid.uid)`. */
  nameOf(name: string): string {
    const { combo, of } = this.cellOf(name);
    if (!of) return name;
    const option = of.combo.optionCombos.find(({ id }) => id === combo);
    return `${of.element.name}${option ? `, ${option.name}` : ''} (${name})`;
  }

  /** What the form calls a cell: `Cases, female`. */
  labelOf(name: string): string | undefined {
    const { combo, of } = this.cellOf(name);
    const option = of?.combo.optionCombos.find(({ id }) => id === combo);
    return of && `${of.element.formName || of.element.name}${option ? `, ${option.name}` : ''}`;
  }
}
