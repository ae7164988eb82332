import { isObject } from '../base/json.ts';
import { badMetadata, DEFAULT_COMBO, type Item, type ItemStore } from './item.ts';
import { complete } from './metadata-defaults.ts';
import { buildModel, type Model } from './model.ts';
import { isUid } from './uid.ts';

/**
 * Collections of metadata that the sandbox keeps and lists, with the Java class that an import report names. What is
 * in a package under another key is not kept.
 */
export const COLLECTIONS: ReadonlyMap<string, string> = new Map([
  ['attributes', 'attribute.Attribute'],
  ['categories', 'category.Category'],
  ['categoryCombos', 'category.CategoryCombo'],
  ['categoryOptionCombos', 'category.CategoryOptionCombo'],
  ['categoryOptions', 'category.CategoryOption'],
  ['dataApprovalLevels', 'dataapproval.DataApprovalLevel'],
  ['dataApprovalWorkflows', 'dataapproval.DataApprovalWorkflow'],
  ['dataElementGroups', 'dataelement.DataElementGroup'],
  ['dataElements', 'dataelement.DataElement'],
  ['dataSets', 'dataset.DataSet'],
  ['optionGroups', 'option.OptionGroup'],
  ['optionSets', 'option.OptionSet'],
  ['options', 'option.Option'],
  ['organisationUnitGroups', 'organisationunit.OrganisationUnitGroup'],
  ['organisationUnitLevels', 'organisationunit.OrganisationUnitLevel'],
  ['organisationUnits', 'organisationunit.OrganisationUnit'],
  ['programRuleActions', 'programrule.ProgramRuleAction'],
  ['programRuleVariables', 'programrule.ProgramRuleVariable'],
  ['programRules', 'programrule.ProgramRule'],
  ['programStageSections', 'program.ProgramStageSection'],
  ['programStages', 'program.ProgramStage'],
  ['programs', 'program.Program'],
  ['trackedEntityAttributes', 'trackedentity.TrackedEntityAttribute'],
  ['trackedEntityTypes', 'trackedentity.TrackedEntityType'],
  ['userGroups', 'user.UserGroup'],
  ['userRoles', 'user.UserRole'],
  ['users', 'user.User'],
]);

/** How many objects of one collection an import made and changed. */
export interface LoadCount {
  readonly collection: string;
  readonly created: number;
  readonly updated: number;
}

/** All metadata of the sandbox, by collection and uid. */
export class Metadata implements ItemStore {
  readonly #collections = new Map<string, Map<string, Item>>();
  readonly #everything = new Map<string, Item>();
  readonly #firstOption: number;
  #model: Model | null = null;

  /** `firstOption`: `sortOrder` of the first option of a set. */
  constructor(firstOption: number) {
    this.#firstOption = firstOption;
    const { combo, optionCombo, option, category } = DEFAULT_COMBO;
    const named = { name: 'default', code: 'default' };
    this.#put('categories', { id: category, ...named, categoryOptions: [{ id: option }] });
    this.#put('categoryCombos', { id: combo, ...named, categories: [{ id: category }] });
    const withCombo = { id: optionCombo, ...named, categoryCombo: { id: combo } };
    this.#put('categoryOptionCombos', { ...withCombo, categoryOptions: [{ id: option }] });
    this.#put('categoryOptions', { id: option, ...named });
    complete(this, firstOption);
  }

  /** Takes in a package; existing objects are replaced. Throws EtlError `sandbox/bad-metadata`. */
  load(metadata: unknown): readonly LoadCount[] {
    const counts: LoadCount[] = [];
    for (const [collection, items] of checkedPackage(metadata)) {
      let created = 0;
      for (const item of items) {
        const known = this.get(collection, item.id);
        if (!known) created += 1;
        this.#put(collection, structuredClone(known ? { ...item, ...nextVersion(collection, known) } : item));
      }
      counts.push({ collection, created, updated: items.length - created });
    }
    complete(this, this.#firstOption);
    this.#model = null;
    return counts;
  }

  /** Objects of a collection, in the order in which they came. */
  all(collection: string): readonly Item[] {
    return [...(this.#collections.get(collection)?.values() ?? [])];
  }

  get(collection: string, uid: string): Item | undefined {
    return this.#collections.get(collection)?.get(uid);
  }

  /** Adds or replaces one object. */
  put(collection: string, item: Item): void {
    this.#put(collection, item);
    this.#model = null;
  }

  /** The typed view on which imports are checked; made anew after each change. */
  get model(): Model {
    this.#model ??= buildModel(this);
    return this.#model;
  }

  /** The full object behind a reference. */
  readonly resolve = (object: Record<string, unknown>): Record<string, unknown> => {
    const id = object['id'];
    return (typeof id === 'string' ? this.#everything.get(id) : undefined) ?? object;
  };

  #put(collection: string, item: Item): void {
    const items = this.#collections.get(collection) ?? new Map<string, Item>();
    this.#collections.set(collection, items);
    items.set(item.id, item);
    this.#everything.set(item.id, item);
  }
}

/** A data set counts its changes itself, whatever the package says. */
function nextVersion(collection: string, known: Item): Record<string, unknown> {
  return collection === 'dataSets' ? { version: Number(known['version']) + 1 } : {};
}

/** By which property an object is known that was exported alone. */
const SINGLE = [
  ['programType', 'program'],
  ['periodType', 'data set'],
] as const;

/** The collections of a package that the sandbox keeps, each object with a valid uid. */
function checkedPackage(metadata: unknown): ReadonlyMap<string, readonly Item[]> {
  if (!isObject(metadata)) throw badMetadata('it is not a JSON object');
  const collections = new Map<string, readonly Item[]>();
  for (const collection of COLLECTIONS.keys()) {
    if (!Object.hasOwn(metadata, collection)) continue;
    const items = metadata[collection];
    if (!Array.isArray(items)) throw badMetadata(`${collection} is not a list`);
    collections.set(
      collection,
      items.map((item: unknown, index) => checkedItem(`${collection}[${index}]`, item)),
    );
  }
  for (const [property, kind] of SINGLE) {
    if (typeof metadata[property] === 'string') {
      throw badMetadata(`it is a single ${kind}, not a package (an object with ${kind}s, dataElements and so on)`);
    }
  }
  return collections;
}

function checkedItem(place: string, item: unknown): Item {
  if (!isObject(item)) throw badMetadata(`${place} is not an object`);
  const { id } = item;
  if (typeof id === 'string' && isUid(id)) return { ...item, id };
  throw badMetadata(`${place} has no valid id (a letter, then ten letters or digits)`);
}
