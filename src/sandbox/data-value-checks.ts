import { allowsValues } from './detail-checks.ts';
import { finding, identifier, words, type Finding } from './findings.ts';
import type { ImportContext } from './import-context.ts';
import { identifierOf, type DataElementModel, type OptionSetModel, type StageModel } from './model.ts';
import type { IncomingEvent, IncomingValue } from './tracker-body.ts';
import { findingOfValue } from './value-findings.ts';
import { faultOfValue, type ValueContext } from './value-types.ts';
import type { Traits } from './versions.ts';

/** Checks of the data values of an event, and whether the compulsory ones are there. */
export function checkDataValues(
  incoming: IncomingEvent,
  stage: StageModel,
  context: ImportContext,
): readonly Finding[] {
  const { event } = incoming;
  const scheme = context.schemes.dataElement;
  const wantsCompulsory = asksForCompulsory(incoming, stage);
  const { traits } = context;
  const values: ValueContext = {
    // Only where references need not be uids does the scheme of the request count for them.
    orgUnitExists: (text) => (traits.lenientValues ? context.orgUnits : context.model.orgUnits).has(text),
    usernames: usernames(incoming, context),
    lenient: traits.lenientValues,
  };
  const findings: Finding[] = [];
  for (const entry of incoming.dataValues) {
    const element = context.dataElements.get(entry.dataElement ?? '');
    if (!element) findings.push(finding('E1304', event, identifier(entry.dataElement, scheme)));
    else findings.push(...checkValue(event, entry, element, values, traits));
    if (!element || !stage.elements.has(element.uid)) {
      findings.push(finding('E1305', event, identifier(entry.dataElement, scheme), stage.uid));
    }
    if (element && wantsCompulsory && entry.value === null && stage.compulsory.includes(element)) {
      findings.push(finding('E1076', event, 'DataElement', identifier(entry.dataElement, scheme)));
    }
  }
  return wantsCompulsory ? [...findings, ...checkCompulsory(incoming, stage, context)] : findings;
}

function checkValue(
  event: string,
  { value }: IncomingValue,
  element: DataElementModel,
  context: ValueContext,
  traits: Traits,
): readonly Finding[] {
  if (value === null) return [];
  const findings: Finding[] = [];
  const { valueType, optionSet } = element;
  if (optionSet && !isOption(value, valueType, optionSet, traits)) {
    const codes = words([...optionSet.codes].join(','));
    findings.push(finding('E1125', event, value, optionSet.uid, words(element.uid), codes));
  }
  if (optionSet && traits.lenientValues) return findings;
  const fault = faultOfValue(valueType, value, context);
  return fault === null ? findings : [...findings, findingOfValue(event, value, element, fault, traits)];
}

/** User names that a value may be: practically nobody's but one's own. */
function usernames({ assignedUser }: IncomingEvent, { person, traits }: ImportContext): ReadonlySet<string> | null {
  if (traits.lenientValues) return null;
  const own = traits.usernames === 'own' ? [person.username] : [];
  return new Set([...own, assignedUser?.username ?? '']);
}

/**
 * Codes match exactly, and a MULTI_TEXT holds several, separated by commas; commas at its end are nothing. Up to 2.40
 * they match in any case, and a MULTI_TEXT holds one.
 */
function isOption(
  value: string,
  valueType: string,
  { codes, codesInLowerCase }: OptionSetModel,
  { lenientValues }: Traits,
): boolean {
  if (lenientValues) return codesInLowerCase.has(value.toLowerCase());
  if (valueType !== 'MULTI_TEXT') return codes.has(value);
  const pieces = value.replace(/,+$/, '').split(',');
  return /^,+$/.test(value) || pieces.every((piece) => codes.has(piece));
}

function asksForCompulsory({ status }: IncomingEvent, stage: StageModel): boolean {
  return allowsValues(status) && (!stage.onCompleteOnly || status === 'COMPLETED');
}

/**
 * Compulsory data elements neither sent nor stored. Stored ones are compared by uid whatever the scheme of the
 * request: by another scheme an update that leaves one out is refused, on real servers too.
 */
function checkCompulsory(
  { event, dataValues }: IncomingEvent,
  stage: StageModel,
  context: ImportContext,
): readonly Finding[] {
  if (stage.compulsory.length === 0) return [];
  const scheme = context.schemes.dataElement;
  const present = new Set<string | null>(dataValues.map((value) => value.dataElement));
  for (const uid of context.store.get(event)?.values.keys() ?? []) present.add(uid);
  return stage.compulsory
    .map((element) => identifierOf(element, scheme) ?? '')
    .filter((wanted) => !present.has(wanted))
    .map((wanted) => finding('E1303', event, identifier(wanted, scheme)));
}
