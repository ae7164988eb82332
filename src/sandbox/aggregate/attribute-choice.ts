import { DEFAULT_COMBO } from '../item.ts';
import type { Model, OptionComboModel } from '../model.ts';

/**
 * The attribute option combination that a query names by `cc`, the category combination, and `cp`, its options apart by
 * `;`; the default one where it names none. undefined where there is no such combination.
 */
export function attributeChoice(query: URLSearchParams, model: Model): OptionComboModel | undefined {
  const [combo, chosen] = [query.get('cc') ?? '', query.get('cp') ?? ''];
  if (combo === '' && chosen === '') return model.optionCombos.get(DEFAULT_COMBO.optionCombo);
  const options = chosen.split(/[;,]/).filter((option) => option !== '');
  return [...model.optionCombos.values()].find(
    (one) =>
      one.comboUid === combo &&
      one.options.size === options.length &&
      options.every((option) => one.options.has(option)),
  );
}
