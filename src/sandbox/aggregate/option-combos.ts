import { DEFAULT_COMBO, referenceOf, referencesOf, type Item, type ItemStore } from '../item.ts';
import { uidOf } from '../uid.ts';

/**
 * Makes the category option combinations that are missing: one of each choice of an option from every category of a
 * combination. Those that are there stay, whatever their uid. Real servers draw the uids of new ones, so that they
 * differ from server to server; here they follow from the options, so that they are the same at each start.
 */
export function makeOptionCombos(metadata: ItemStore): void {
  const known = combosByOptions(metadata);
  for (const combo of metadata.all('categoryCombos')) {
    if (combo.id === DEFAULT_COMBO.combo) continue;
    for (const options of choicesOf(combo, metadata)) {
      const key = keyOf(combo.id, options);
      if (known.has(key)) continue;
      const name = options.map((option) => String(option['name'])).join(', ');
      const item = { id: uidOf(key), name, ignoreApproval: false, categoryCombo: { id: combo.id } };
      metadata.put('categoryOptionCombos', { ...item, categoryOptions: options.map(({ id }) => ({ id })) });
      known.add(key);
    }
  }
}

function combosByOptions(metadata: ItemStore): Set<string> {
  return new Set(
    metadata
      .all('categoryOptionCombos')
      .map((item) => keyOf(referenceOf(item, 'categoryCombo') ?? '', referencesOf(item, 'categoryOptions'))),
  );
}

/** Every way to take one option from each category; none where the package does not have them all. */
function choicesOf(combo: Item, metadata: ItemStore): readonly (readonly Item[])[] {
  const categories = referencesOf(combo, 'categories').map(({ id }) => metadata.get('categories', id));
  if (categories.length === 0) return [];
  let choices: readonly (readonly Item[])[] = [[]];
  for (const category of categories) {
    const references = category ? referencesOf(category, 'categoryOptions') : [];
    const options = references.map(({ id }) => metadata.get('categoryOptions', id));
    if (!options.every((option) => option !== undefined)) return [];
    choices = choices.flatMap((choice) => options.map((option) => [...choice, option]));
  }
  return choices;
}

function keyOf(combo: string, options: readonly { id: string }[]): string {
  return [combo, ...options.map(({ id }) => id).toSorted()].join(' ');
}
