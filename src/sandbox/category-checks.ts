import { finding, identifier, type Finding } from './findings.ts';
import type { ImportContext } from './import-context.ts';
import { toServerText } from './instants.ts';
import { DEFAULT_COMBO } from './item.ts';
import type { OptionComboModel, ProgramModel } from './model.ts';
import { DAY_MS } from './periods.ts';
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

/** Checks that the day of an event is one on which each attribute option of its combination can be used. */
export function checkOptionDays(
  incoming: IncomingEvent,
  program: ProgramModel,
  context: ImportContext,
): readonly Finding[] {
  const { event, occurredAt } = incoming;
  if (occurredAt === null) return [];
  const options = [...(findOptionCombo(incoming, program, context)?.options ?? [])];
  const day = toServerText(occurredAt).slice(0, 10);
  return options.flatMap((uid) => {
    const item: Readonly<Record<string, unknown>> = context.model.categoryOptions.get(uid)?.item ?? {};
    const [starts, ends] = [dayOf(item['startDate']), dayOf(item['endDate'])];
    const name = String(item['name']);
    const findings: Finding[] = [];
    if (starts !== null && occurredAt < Date.parse(starts)) findings.push(finding('E1056', event, day, starts, name));
    if (ends !== null && occurredAt > Date.parse(ends) + openDaysOf(program) * DAY_MS)
      findings.push(finding('E1057', event, day, ends, name, String(program.item['name'])));
    return findings;
  });
}

function dayOf(value: unknown): string | null {
  return typeof value === 'string' ? value.slice(0, 10) : null;
}

/** Days for which an option can still be used after its end. */
function openDaysOf({ item }: ProgramModel): number {
  return Number(item['openDaysAfterCoEndDate'] ?? 0);
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
