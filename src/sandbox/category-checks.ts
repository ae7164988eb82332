import { finding, identifier, type Finding } from './findings.ts';
import type { ImportContext } from './import-context.ts';
import { DEFAULT_COMBO } from './item.ts';
import type { OptionComboModel, ProgramModel } from './model.ts';
import type { IncomingEvent } from './tracker-body.ts';

/** Checks of the attribute option combination of an event against the category combination of its program. */
export function checkCategories(
  incoming: IncomingEvent,
  program: ProgramModel,
  context: ImportContext,
): readonly Finding[] {
  const { event, attributeOptionCombo, attributeCategoryOptions } = incoming;
  const unknown = attributeCategoryOptions.filter((option) => !context.categoryOptions.has(option));
  const { schemes } = context;
  const findings = unknown.map((option) => finding('E1116', event, identifier(option, schemes.categoryOption)));
  if (attributeOptionCombo !== null && !context.optionCombos.has(attributeOptionCombo)) {
    findings.push(finding('E1115', event, identifier(attributeOptionCombo, schemes.categoryOptionCombo)));
  }
  if (findings.length > 0) return findings;
  const combo = findOptionCombo(incoming, program, context);
  if (!combo) return [finding('E1117', event, program.comboUid, attributeCategoryOptions.join(','))];
  if (combo.comboUid === program.comboUid) return [];
  return combo.uid === DEFAULT_COMBO.optionCombo
    ? [finding('E1055', event)]
    : [finding('E1054', event, combo.uid, program.comboUid)];
}

/** The combination that an event names by uid, by its options, or not at all (the default one). */
export function findOptionCombo(
  incoming: IncomingEvent,
  program: ProgramModel,
  context: ImportContext,
): OptionComboModel | undefined {
  if (incoming.attributeOptionCombo !== null) return context.optionCombos.get(incoming.attributeOptionCombo);
  if (incoming.attributeCategoryOptions.length === 0) return context.model.optionCombos.get(DEFAULT_COMBO.optionCombo);
  const wanted = new Set(
    incoming.attributeCategoryOptions.map((option) => context.categoryOptions.get(option)?.uid ?? ''),
  );
  return [...context.model.optionCombos.values()].find(
    (combo) =>
      combo.comboUid === program.comboUid &&
      combo.options.size === wanted.size &&
      [...wanted].every((uid) => combo.options.has(uid)),
  );
}
