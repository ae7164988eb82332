import { DEFAULT_COMBO, referencesOf, type Item } from '../item.ts';
import { scalarText } from '../loose-json.ts';
import type { Metadata } from '../metadata.ts';

/** What people call the objects of the metadata, and the values of data elements. */
export class Names {
  readonly #metadata: Metadata;

  constructor(metadata: Metadata) {
    this.#metadata = metadata;
  }

  /** Its uid where an object has no name, or is not there. */
  of(collection: string, uid: string): string {
    return nameOf(this.#metadata.get(collection, uid)) || uid;
  }

  /** As the form asks it. */
  element(uid: string): string {
    const formName = scalarText(this.#metadata.get('dataElements', uid)?.['formName']);
    return formName || this.of('dataElements', uid);
  }

  type(element: string): string {
    return this.#metadata.model.dataElements.get(element)?.valueType ?? '';
  }

  /** A value in words; null where it has none but its own. */
  value(element: string, value: string): string | null {
    const model = this.#metadata.model.dataElements.get(element);
    if (model?.optionSet) {
      const options = this.#options(model.optionSet.item);
      const codes = model.valueType === 'MULTI_TEXT' ? value.split(',') : [value];
      return codes.some((code) => options.has(code)) ? codes.map((code) => options.get(code) ?? code).join(', ') : null;
    }
    if (model?.valueType === 'ORGANISATION_UNIT') return nameOf(this.#metadata.get('organisationUnits', value)) || null;
    if (model?.valueType === 'BOOLEAN' || model?.valueType === 'TRUE_ONLY') return YES_NO.get(value) ?? null;
    return null;
  }

  /** Nothing for the combination that all share. */
  optionCombo(uid: string): string {
    return uid === DEFAULT_COMBO.optionCombo ? '' : this.of('categoryOptionCombos', uid);
  }

  /** From the country down: `Country › District`; nothing for a unit at the top. */
  above(unit: string): string {
    const path = this.#metadata.model.orgUnits.get(unit)?.path ?? '';
    const uids = path.split('/').filter((one) => one !== '' && one !== unit);
    return uids.map((uid) => this.of('organisationUnits', uid)).join(' › ');
  }

  /** Options of a set by their codes. */
  #options(set: Item): ReadonlyMap<string, string> {
    const options = referencesOf(set, 'options').map(({ id }) => this.#metadata.get('options', id));
    return new Map(options.map((option) => [scalarText(option?.['code']), nameOf(option)]));
  }
}

const YES_NO: ReadonlyMap<string, string> = new Map([
  ['true', 'Yes'],
  ['false', 'No'],
]);

function nameOf(item: Item | undefined): string {
  return scalarText(item?.['name']);
}
