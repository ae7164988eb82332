import type { Args } from '../../messages/args.ts';
import type { DataValue } from '../event-object.ts';
import type { DhisEvent } from '../event-image.ts';
import type { OptionSetMetadata } from '../program-metadata.ts';
import { areAllCodes, codesOf } from '../option-codes.ts';
import { isUid } from '../uid.ts';
import { isBlank, takesValue } from '../value-types.ts';
import type { Finding } from './finding.ts';
import { nameOf, type Grounds, type OtherElement, type StageView } from './grounds.ts';

/** The values of an event: of data elements that there are, in this stage, each of its type and one of its options. */
export function checkValues({ dataValues }: DhisEvent, grounds: Grounds): Finding[] {
  const findings: Finding[] = [];
  const plain = plainIn(grounds.stage);
  for (const one of dataValues) {
    if (plain.has(one)) continue;
    if (!isPlain(one, grounds)) findings.push(...ofValue(one, grounds));
    else if (Object.isFrozen(one)) plain.add(one);
  }
  return findings;
}

/** Values that were found plain, and come again: the very same objects. */
const PLAIN = new WeakMap<StageView, WeakSet<DataValue>>();

function plainIn(stage: StageView): WeakSet<DataValue> {
  let known = PLAIN.get(stage);
  if (!known) PLAIN.set(stage, (known = new WeakSet()));
  return known;
}

/** One of the options of its data element, letter by letter, and of its type: so are most values of most events. */
function isPlain({ dataElement, value }: DataValue, { stage, rules }: Grounds): boolean {
  if (value === null) return stage.elements.has(dataElement);
  const own = stage.elements.get(dataElement);
  if (!own?.optionSet || value === '' || value.includes('\0')) return false;
  if (own.valueType === 'MULTI_TEXT' || !codesOf(own.optionSet).has(value)) return false;
  return !rules.codesAreTyped || own.valueType === 'TEXT' || own.valueType === 'LONG_TEXT';
}

function ofValue({ dataElement, value }: DataValue, grounds: Grounds): Finding[] {
  const { stage, asked } = grounds;
  const own = stage.elements.get(dataElement);
  if (own) return faultsOf(value, own, grounds);
  const other = isUid(dataElement) ? asked.element(dataElement) : 'none';
  if (other === undefined) return [];
  const known = other === 'none' ? undefined : other;
  const called = known ? nameOf(known) : dataElement;
  const message = `Data element ${called} is not in program stage ${stage.name}.`;
  const foreign: Finding = {
    code: 'E1305',
    target: dataElement,
    message,
    about: { stage: stage.name, ...(known && { what: called }) },
  };
  if (known) return [...faultsOf(value, known, grounds), foreign];
  return [{ code: 'E1304', target: dataElement, message: `There is no data element ${dataElement}.` }, foreign];
}

/** With an option set, the releases differ in whether the type counts beside it. */
function faultsOf(value: string | null, element: OtherElement, grounds: Grounds): Finding[] {
  // U+0000 passes here, and breaks the whole request later: it is refused for what it is.
  if (value === null || value === '' || value.includes('\0')) return [];
  const { optionSet } = element;
  const findings =
    optionSet && !isOption(value, element, optionSet, grounds) ? [notAnOption(value, element, optionSet, grounds)] : [];
  if (optionSet && !grounds.rules.codesAreTyped) return findings;
  const fault = faultOfType(value, element, grounds);
  return fault ? [...findings, fault] : findings;
}

/** A MULTI_TEXT holds several codes, separated by commas; commas at its end are nothing. */
function isOption(value: string, { valueType }: OtherElement, set: OptionSetMetadata, { rules }: Grounds): boolean {
  if (rules.optionsInAnyCase) return foldedCodesOf(set).has(value.toLowerCase());
  const exact = codesOf(set);
  if (valueType !== 'MULTI_TEXT' || rules.oneCodeOnly) return exact.has(value);
  return areAllCodes(value, exact);
}

function notAnOption(value: string, element: OtherElement, set: OptionSetMetadata, grounds: Grounds): Finding {
  const { version, rules } = grounds;
  const isSeveral = element.valueType === 'MULTI_TEXT' && rules.oneCodeOnly && value.includes(',');
  const message = isSeveral
    ? `DHIS2 ${version} takes one option alone in ${nameOf(element)} (MULTI_TEXT), and here are several.`
    : `It is not the code of an option of ${set.name ?? set.id}.`;
  return {
    code: 'E1125',
    target: element.id,
    value,
    message,
    ...(isSeveral && { about: { isSeveral, version } }),
  };
}

/** A type that is not known to us takes any text. */
function faultOfType(value: string, element: OtherElement, grounds: Grounds): Finding | undefined {
  const { valueType, optionSet } = element;
  const { rules, version, sender } = grounds;
  if (rules.uncheckedTypes.has(valueType)) return undefined;
  const fault = (about: Args, message: string, code: Finding['code'] = 'E1302'): Finding => ({
    code,
    target: element.id,
    value,
    message,
    about,
  });
  if (valueType === 'ORGANISATION_UNIT') return faultOfUnit(value, grounds, fault);
  const isFile = valueType === 'FILE_RESOURCE' || valueType === 'IMAGE';
  const isTaken =
    takesValue(valueType, value) || (valueType === 'USERNAME' && rules.optionsInAnyCase && isBlank(value));
  if (!isTaken) {
    const what = optionSet
      ? `DHIS2 ${version} wants the options of ${nameOf(element)} to be of its value type, ${valueType}, and this one is not.`
      : `It is no value of the type ${valueType}.`;
    return fault(
      { ...(optionSet && { isOption: true, version }) },
      what,
      isFile ? rules.missingReference.file : 'E1302',
    );
  }
  if (valueType !== 'USERNAME' || rules.usernames === 'any') return undefined;
  if (rules.usernames === 'own' && value === sender.username) return undefined;
  const who = rules.usernames === 'own' ? 'no user name but that of the user who sends' : 'no user name at all';
  return fault({ version, usernames: rules.usernames }, `DHIS2 ${version} takes ${who} in ${nameOf(element)}.`);
}

function faultOfUnit(
  value: string,
  { asked, rules }: Grounds,
  fault: (about: Args, message: string, code?: Finding['code']) => Finding,
): Finding | undefined {
  if (!takesValue('ORGANISATION_UNIT', value))
    return fault({}, 'It is not the UID of an organisation unit.', rules.missingReference.unit);
  return asked.unit(value) === 'none'
    ? fault({}, `There is no organisation unit ${value}.`, rules.missingReference.unit)
    : undefined;
}

/** The codes without their case. */
const FOLDED = new WeakMap<OptionSetMetadata, ReadonlySet<string>>();

function foldedCodesOf(set: OptionSetMetadata): ReadonlySet<string> {
  const known = FOLDED.get(set);
  if (known) return known;
  const made = new Set([...codesOf(set)].map((code) => code.toLowerCase()));
  FOLDED.set(set, made);
  return made;
}
