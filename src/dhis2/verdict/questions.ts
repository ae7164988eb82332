import type { DhisEvent } from '../event-image.ts';
import { isUid } from '../uid.ts';
import { takesValue } from '../value-types.ts';
import { asksForCompulsory, leftOut } from './compulsory-checks.ts';
import type { Grounds } from './grounds.ts';

/** What only the server knows of some events, each thing once. */
export interface Questions {
  /** Units of which it is not known what they are: of events that the program is not assigned to, and named by values. */
  readonly units: ReadonlySet<string>;
  /** Data elements that are not of the stage. */
  readonly elements: ReadonlySet<string>;
  /** Attribute option combos that are not of the program. */
  readonly combos: ReadonlySet<string>;
  /** Events of which it matters what of them is stored. */
  readonly stored: ReadonlySet<string>;
}

/** An event that is to be judged. */
export interface Judged {
  readonly event: DhisEvent;
  /** Nothing of ours is under its UID yet. */
  readonly isNew: boolean;
}

/** Asks nothing that the program tells. */
export function questionsAbout(judged: readonly Judged[], grounds: Grounds): Questions {
  const [units, elements, combos, stored] = [
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
  ];
  for (const { event, isNew } of judged) {
    if (isUid(event['orgUnit'])) units.add(event['orgUnit']);
    const combo = event['attributeOptionCombo'];
    if (isUid(combo) && !isOfProgram(combo, grounds)) combos.add(combo);
    for (const { dataElement, value } of event.dataValues) {
      const element = grounds.stage.elements.get(dataElement);
      if (!element && isUid(dataElement)) elements.add(dataElement);
      if (element?.valueType === 'ORGANISATION_UNIT' && isUid(value)) units.add(value);
    }
    if (!isNew && isUid(event.event) && storedMatters(event, grounds)) stored.add(event.event);
  }
  return { units, elements, combos, stored };
}

function isOfProgram(id: string, { program }: Grounds): boolean {
  return program.categoryCombo?.categoryOptionCombos?.some((combo) => combo.id === id) === true;
}

/** Compulsory values may be there already; an event may be completed, and this user may not reopen it. */
function storedMatters(event: DhisEvent, grounds: Grounds): boolean {
  const { sender, rules, program } = grounds;
  const isCompleted = event['status'] === 'COMPLETED';
  if (asksForCompulsory(event, grounds) && leftOut(event, grounds).length > 0) return true;
  if (!isCompleted && !sender.has('F_UNCOMPLETE_EVENT')) return true;
  const closes = (program.completeEventsExpiryDays ?? 0) > 0 && !sender.has('F_EDIT_EXPIRED');
  return isCompleted && closes && rules.storedCompletionExpires && event['completedAt'] == null;
}

/** Top-level domains that every release knows, beside those of countries; of others each knows those of its day. */
const OLD_DOMAINS = /\.(?:com|edu|gov|info|int|mil|net|org|[a-z]{2})$/i;

const DOUBTFUL_TYPES: ReadonlySet<string> = new Set(['EMAIL', 'URL', 'USERNAME', 'FILE_RESOURCE', 'IMAGE']);

/**
 * Values of an event that are well formed, and of which the server alone knows whether it takes them: files, addresses
 * with a top-level domain that is seldom seen, names of users where nobody has seen what the release does with them.
 */
export function doubtfulValues({ dataValues }: DhisEvent, { stage, rules, asked }: Grounds): DhisEvent['dataValues'] {
  return dataValues.filter(({ dataElement, value }) => {
    if (value === null) return false;
    const own = stage.elements.get(dataElement);
    const other = own ?? asked.element(dataElement);
    const element = other === 'none' ? undefined : other;
    if (!element || !DOUBTFUL_TYPES.has(element.valueType) || value.trim() === '') return false;
    const { valueType, optionSet } = element;
    if (rules.uncheckedTypes.has(valueType) || (optionSet && !rules.codesAreTyped)) return false;
    if (!takesValue(valueType, value)) return false;
    if (valueType === 'EMAIL') return !OLD_DOMAINS.test(value);
    if (valueType === 'URL') return !OLD_DOMAINS.test(hostOf(value));
    if (valueType === 'USERNAME') return rules.usernames === 'any' && rules.checksUsernames;
    return valueType === 'FILE_RESOURCE' || valueType === 'IMAGE';
  });
}

/** Whether any value of these data elements can be doubtful. */
export function mayBeDoubtful(elements: Iterable<{ readonly valueType: string }>): boolean {
  for (const { valueType } of elements) if (DOUBTFUL_TYPES.has(valueType)) return true;
  return false;
}

function hostOf(address: string): string {
  return /^[a-z]+:\/\/(?:[^/?#]*@)?([^:/?#]*)/i.exec(address)?.[1] ?? '';
}
